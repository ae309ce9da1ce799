using Microsoft.Win32.SafeHandles;

namespace NetCompile.Milp.Cbc.Native;

/// <summary>A CLP model; freed once, also when the session is forgotten.</summary>
internal sealed class ClpHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ClpHandle()
        : base(true)
    {
    }

    /// <summary>A new, empty, silent model.</summary>
    public static ClpHandle Create()
    {
        ClpHandle handle = new();
        handle.SetHandle(ClpNative.Clp_newModel());
        ClpNative.Clp_setLogLevel(handle, 0);
        return handle;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        ClpNative.Clp_deleteModel(handle);
        return true;
    }
}
