namespace Qyran.Domain.Scenes;

/// <summary>A piece of a scene file as written, with its 1-based line.</summary>
internal abstract record SceneNode
{
    private SceneNode(int line) => Line = line;

    public int Line { get; }

    /// <param name="Quoted">Written in quotes, so it is a text whatever it looks like.</param>
    public sealed record Scalar(int At, string Text, bool Quoted) : SceneNode(At)
    {
        /// <summary>A key without a value, or YAML's null.</summary>
        public bool Empty => !Quoted && Text is "" or "~" or "null";
    }

    public sealed record Row(int At, IReadOnlyList<SceneNode> Items) : SceneNode(At);

    /// <param name="Entries">In file order; a key occurs once (the parser has reported and dropped repetitions).</param>
    public sealed record Map(int At, IReadOnlyList<(string Key, int Line, SceneNode Value)> Entries) : SceneNode(At);

    /// <summary>What was written, for error texts.</summary>
    public string Kind => this switch
    {
        Scalar { Empty: true } => "nothing",
        Scalar s => $"'{(s.Text.Length > 40 ? string.Concat(s.Text.AsSpan(0, 40), "…") : s.Text)}'",
        Row => "a list",
        Map => "a group of keys",
        _ => throw new InvalidOperationException("a closed choice"),
    };
}
