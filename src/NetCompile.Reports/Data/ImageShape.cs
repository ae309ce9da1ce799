namespace NetCompile.Reports;

/// <summary>How the inputs form a picture: planes one after the other, each row by row from the top.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
public sealed record ImageShape(int Width, int Height, int Channels = 1);
