using System.Runtime.InteropServices;

namespace NetCompile.Milp.Cbc.Native;

/// <summary>The functions of CLP's C interface that are used; see its header <c>Clp_C_Interface.h</c>. <c>CoinBigIndex</c> is a 32-bit integer, as in every distribution.</summary>
/// <remarks><see cref="CoinLibraries.Load"/> comes before the first call.</remarks>
internal static unsafe partial class ClpNative
{
    [LibraryImport(CoinLibraries.Clp)]
    public static partial nint Clp_Version();

    [LibraryImport(CoinLibraries.Clp)]
    public static partial nint Clp_newModel();

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_deleteModel(nint model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_loadProblem(
        ClpHandle model, int columns, int rows, int* starts, int* indices, double* values, double* columnLower, double* columnUpper, double* objective, double* rowLower, double* rowUpper);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_addRows(ClpHandle model, int count, double* lower, double* upper, int* starts, int* columns, double* coefficients);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_addColumns(ClpHandle model, int count, double* lower, double* upper, double* objective, int* starts, int* rows, double* coefficients);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_columnLower(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_columnUpper(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_rowLower(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_rowUpper(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_objective(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_primalColumnSolution(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_dualRowSolution(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_infeasibilityRay(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_freeRay(ClpHandle model, double* ray);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int* Clp_getVectorStarts(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int* Clp_getVectorLengths(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int* Clp_getIndices(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial double* Clp_getElements(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_statusExists(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial byte* Clp_statusArray(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_copyinStatus(ClpHandle model, byte* status);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_setLogLevel(ClpHandle model, int level);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_setMaximumIterations(ClpHandle model, int count);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_setMaximumSeconds(ClpHandle model, double seconds);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_setNumberIterations(ClpHandle model, int count);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_numberIterations(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial void Clp_scaling(ClpHandle model, int mode);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_primalFeasible(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_dual(ClpHandle model, int valuesPass);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_primal(ClpHandle model, int valuesPass);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_status(ClpHandle model);

    [LibraryImport(CoinLibraries.Clp)]
    public static partial int Clp_secondaryStatus(ClpHandle model);
}
