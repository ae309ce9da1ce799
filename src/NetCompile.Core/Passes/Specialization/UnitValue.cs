namespace NetCompile.Passes.Specialization;

/// <summary>What an element of the original network is in the specialised one: a constant, an atom (an element of an operator that is there), or an affine function of atoms that nobody has needed as a value yet.</summary>
internal readonly struct UnitValue
{
    private UnitValue(int atom, AffineRow? row, Enclosed constant) => (Atom, Row, Constant) = (atom, row, constant);

    /// <summary>The atom, or −1.</summary>
    public int Atom { get; }

    /// <summary>The affine function, or null.</summary>
    public AffineRow? Row { get; }

    /// <summary>The constant, where there is neither atom nor row.</summary>
    public Enclosed Constant { get; }

    public bool IsAtom => Atom >= 0;

    public bool IsConstant => Atom < 0 && Row is null;

    public static UnitValue Of(int atom) => new(atom, null, default);

    public static UnitValue Of(AffineRow row) => new(-1, row, default);

    public static UnitValue Of(Enclosed constant) => new(-1, null, constant);
}
