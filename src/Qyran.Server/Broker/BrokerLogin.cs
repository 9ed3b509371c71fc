using System.Text.Json;
using Qyran.Server.Outward;
using Qyran.Storage.Rows;

namespace Qyran.Server.Broker;

/// <summary>User and password at the broker; both null where it asks for none.</summary>
internal sealed record BrokerLogin(string? User, string? Password)
{
    public byte[] Sealed(OutwardSecrets secrets) => [.. secrets.Seal(JsonSerializer.Serialize(this))];

    /// <summary>Null when the key it was sealed with is gone: then it has to be entered again.</summary>
    public static BrokerLogin? Open(SubscriberRow row, OutwardSecrets secrets) => secrets.Open(row.SealedSecret) is { } text ? JsonSerializer.Deserialize<BrokerLogin>(text) : null;
}
