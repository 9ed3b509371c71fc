using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Qyran.Line.Report;

/// <summary>A piece of finished HTML. Made from interpolated text whose every hole is escaped, unless it is markup already.</summary>
internal readonly record struct Markup(string Text)
{
    public static readonly Markup None = new("");

    public static Markup Of(Html html) => new(html.Text);

    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p.Text)));

    public override string ToString() => Text;

    /// <summary>Builds the text; a name from a scene file or a video cannot become a tag or an attribute.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Html(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + (16 * formattedCount));

        internal string Text => text.ToString();

        public void AppendLiteral(string value) => text.Append(value);
        public void AppendFormatted(Markup markup) => text.Append(markup.Text);
        public void AppendFormatted(IEnumerable<Markup> pieces)
        {
            foreach (var piece in pieces) text.Append(piece.Text);
        }
        public void AppendFormatted(string? value) => Escape(value);
        public void AppendFormatted<T>(T value, string? format = null) where T : struct, IFormattable =>
            Escape(value.ToString(format, CultureInfo.InvariantCulture));

        private void Escape(string? value)
        {
            foreach (var c in value.AsSpan())
                _ = c switch
                {
                    '&' => text.Append("&amp;"),
                    '<' => text.Append("&lt;"),
                    '>' => text.Append("&gt;"),
                    '"' => text.Append("&quot;"),
                    '\'' => text.Append("&#39;"),
                    _ => text.Append(c),
                };
        }
    }
}
