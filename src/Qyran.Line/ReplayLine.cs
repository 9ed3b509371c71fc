namespace Qyran.Line;

/// <summary>One comparison of a replay.</summary>
/// <param name="Same">Null when it could not be made; <paramref name="Text"/> says why.</param>
public sealed record ReplayLine(string What, bool? Same, string Text);
