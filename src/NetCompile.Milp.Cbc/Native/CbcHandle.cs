using Microsoft.Win32.SafeHandles;

namespace NetCompile.Milp.Cbc.Native;

/// <summary>A CBC model; freed once.</summary>
internal sealed class CbcHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public CbcHandle()
        : base(true)
    {
    }

    /// <summary>A new, empty model.</summary>
    public static CbcHandle Create()
    {
        CbcHandle handle = new();
        handle.SetHandle(CbcNative.Cbc_newModel());
        return handle;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        CbcNative.Cbc_deleteModel(handle);
        return true;
    }
}
