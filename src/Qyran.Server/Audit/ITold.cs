namespace Qyran.Server.Audit;

/// <summary>A request that says of itself what the audit log may hold. What is not named here is not written down: a secret cannot get in by being forgotten.</summary>
internal interface ITold
{
    /// <summary>Written as JSON. Implemented explicitly, so that it is no field of the request itself.</summary>
    object Told { get; }
}
