using System.Runtime.InteropServices;

namespace NetCompile.Milp.Cbc.Native;

/// <summary>The functions of CBC's C interface that are used; see its header <c>Cbc_C_Interface.h</c>. <c>CoinBigIndex</c> is a 32-bit integer, as in every distribution.</summary>
/// <remarks><see cref="CoinLibraries.Load"/> comes before the first call.</remarks>
internal static unsafe partial class CbcNative
{
    [LibraryImport(CoinLibraries.Cbc)]
    public static partial nint Cbc_getVersion();

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial nint Cbc_newModel();

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void Cbc_deleteModel(nint model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void Cbc_loadProblem(
        CbcHandle model, int columns, int rows, int* starts, int* indices, double* values, double* columnLower, double* columnUpper, double* objective, double* rowLower, double* rowUpper);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void Cbc_setInteger(CbcHandle model, int column);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void Cbc_setLogLevel(CbcHandle model, int level);

    [LibraryImport(CoinLibraries.Cbc, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Cbc_setParameter(CbcHandle model, string name, string value);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void Cbc_addCutCallback(CbcHandle model, delegate* unmanaged[Cdecl]<nint, nint, nint, void> callback, byte* name, nint data);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Osi_getNumCols(nint solver);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial double* Osi_getColLower(nint solver);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial double* Osi_getColUpper(nint solver);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial void OsiCuts_addRowCut(nint cuts, int count, int* columns, double* coefficients, byte sense, double side);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_solve(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_status(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_secondaryStatus(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_isProvenOptimal(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_isProvenInfeasible(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_isContinuousUnbounded(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial double* Cbc_bestSolution(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial double Cbc_getBestPossibleObjValue(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_getNodeCount(CbcHandle model);

    [LibraryImport(CoinLibraries.Cbc)]
    public static partial int Cbc_getIterationCount(CbcHandle model);
}
