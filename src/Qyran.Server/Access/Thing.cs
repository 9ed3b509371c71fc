namespace Qyran.Server.Access;

/// <summary>What the <c>{id}</c> in a route's path names; each kind belongs to a site.</summary>
internal enum Thing
{
    /// <summary>Nothing with a site; what the route lists it narrows itself.</summary>
    None,
    Site,
    Camera,
    Passage,
    Case,
    /// <summary>Another maker's.</summary>
    Device,
}
