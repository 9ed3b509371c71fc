using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;

namespace Qyran.Server.Health;

/// <summary>The figures in Prometheus' text format, 0.0.4.</summary>
internal static class Metrics
{
    internal static async Task<ContentHttpResult> Handle(ClaimsPrincipal who, Figures figures, CancellationToken stop)
    {
        var text = new StringBuilder();
        foreach (var figure in await figures.Now(Asker.Known(who), stop))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {figure.Name} {figure.Help}\n# TYPE {figure.Name} {(figure.Counts ? "counter" : "gauge")}\n");
            foreach (var value in figure.Values)
            {
                text.Append(figure.Name);
                if (value.Label is not null) text.Append(CultureInfo.InvariantCulture, $"{{{value.Label}=\"{value.Of}\"}}");
                text.Append(CultureInfo.InvariantCulture, $" {value.Is:R}\n");
            }
        }
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }
}
