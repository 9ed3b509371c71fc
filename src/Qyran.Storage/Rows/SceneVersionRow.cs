namespace Qyran.Storage.Rows;

/// <summary>One scene a camera has had. Never changed once written.</summary>
/// <param name="Number">1, 2, 3 … of this camera.</param>
/// <param name="Sha256">Of the text's bytes, lower-case hex: the scene's hash as passages and packs name it.</param>
/// <param name="Text">The scene file; empty: the camera had none from here on.</param>
/// <param name="Author">Who saved it; empty: it was there before versions were kept.</param>
/// <param name="ValidFromUs">µs UTC since 1970, until the next one's.</param>
public sealed record SceneVersionRow(string CameraId, int Number, string Sha256, string Text, string Author, long ValidFromUs);
