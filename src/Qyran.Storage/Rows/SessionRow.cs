namespace Qyran.Storage.Rows;

/// <summary>A browser that is signed in; µs since the Unix epoch, UTC.</summary>
/// <param name="Sha256">Of the secret in its cookie, lower-case hex; the secret itself is kept nowhere.</param>
/// <param name="AccountId">Null: signed in by the server's own one-time link.</param>
/// <param name="SeenUs">When it last asked, to some minutes.</param>
/// <param name="UntilUs">When it ends unless it is used.</param>
/// <param name="Address">Where it signed in from.</param>
/// <param name="Agent">The browser's own words.</param>
public sealed record SessionRow(string Sha256, string? AccountId, long MadeUs, long SeenUs, long UntilUs, string Address, string Agent);
