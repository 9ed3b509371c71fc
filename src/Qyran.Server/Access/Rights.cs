using Microsoft.AspNetCore.Authorization;

namespace Qyran.Server.Access;

/// <summary>What a route asks for. A person signed in may do all of it; a key only what it was made for.</summary>
internal static class Rights
{
    /// <summary>See everything.</summary>
    public const string Read = "read";

    /// <summary>Change sites and cameras.</summary>
    public const string Change = "change";

    /// <summary>A person and no key: decisions on cases, keys and sign-in.</summary>
    public const string Person = "person";

    /// <summary>Hand in what a device has measured: for that device's key and nobody else, and nothing else is open to it.</summary>
    public const string Ingest = "ingest";

    /// <summary>The claim that names the device of such a key.</summary>
    public const string DeviceClaim = "device";

    /// <summary>The claim that holds a key's right.</summary>
    public const string Claim = "right";

    public static void Set(AuthorizationOptions options)
    {
        options.AddPolicy(Read, p => p.RequireClaim(Claim, Read, Change, Person));
        options.AddPolicy(Change, p => p.RequireClaim(Claim, Change, Person));
        options.AddPolicy(Person, p => p.RequireClaim(Claim, Person));
        options.AddPolicy(Ingest, p => p.RequireClaim(Claim, Ingest));
        // a route that says nothing is closed
        options.FallbackPolicy = options.DefaultPolicy = options.GetPolicy(Person)!;
    }
}
