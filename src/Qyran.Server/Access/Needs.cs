namespace Qyran.Server.Access;

/// <summary>What a route asks for and how it is told in the audit log.</summary>
/// <param name="Thing">What the route's <c>{id}</c> is: its site is looked up and must be one of the asker's.</param>
/// <param name="Act">The audit log's words; null: not worth a line.</param>
/// <param name="Stays">The answer is a stream or a socket: it is written down when it begins.</param>
internal sealed record Needs(Right Right, Thing Thing, string? Act, bool Stays);
