namespace Qyran.Server.Onvif;

/// <summary>A device that answered a search of the network.</summary>
/// <param name="Address">Its device service: ask it there for its streams.</param>
/// <param name="From">The network address the answer came from.</param>
/// <param name="Name">What it calls itself; null when it says nothing.</param>
internal sealed record FoundDevice(string Address, string From, string? Name, string? Hardware, string? Location);
