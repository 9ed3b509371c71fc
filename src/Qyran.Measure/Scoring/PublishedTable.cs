using System.Globalization;

namespace Qyran.Measure.Scoring;

/// <summary>Finds SORT's results table in its README: rows of <c>name | Rcll | Prcn | FAR | GT MT PT ML | FP FN IDs FM | MOTA MOTP MOTAL</c>.</summary>
public static class PublishedTable
{
    /// <summary>All rows that look like it, in order; empty when the text holds no such table.</summary>
    public static List<PublishedRow> Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<PublishedRow> rows = [];
        while (text.ReadLine() is { } line)
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            if (bar <= 0) continue;
            var parts = line[bar..].Split(['|', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 14) continue;
            var v = new double[14];
            var i = 0;
            while (i < 14 && double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out v[i])) i++;
            if (i < 14) continue;
            rows.Add(new(line[..bar].Trim().Trim('*'), v[0], v[1], v[2], (int)v[3], (int)v[4], (int)v[5], (int)v[6],
                (int)v[7], (int)v[8], (int)v[9], (int)v[10], v[11], v[12], v[13]));
        }
        return rows;
    }
}
