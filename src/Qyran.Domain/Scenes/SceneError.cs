namespace Qyran.Domain.Scenes;

/// <summary>One thing wrong in a scene file: where and what to do.</summary>
/// <param name="Line">1-based line in the file.</param>
/// <param name="Field">Path such as <c>lanes[2].polygon[3]</c>.</param>
public sealed record SceneError(int Line, string Field, string Text)
{
    public override string ToString() => $"line {Line}, {Field}: {Text}";
}
