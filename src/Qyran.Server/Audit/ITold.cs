namespace Qyran.Server.Audit;

/// <summary>A request that says of itself what the audit log may hold. What is not named here is not written down: a secret cannot get in by being forgotten.</summary>
internal interface ITold
{
    object Told { get; }
}
