using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qyran.Storage.Rows;

/// <summary>Something that has happened and that subscribers may want to know.</summary>
/// <param name="Id">The same whenever the same thing is noted again, so that a receiver can tell.</param>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
/// <param name="Subject">Id of the passage, case, camera or alert.</param>
/// <param name="SiteId">Null: where the camera stands.</param>
/// <param name="AtUs">µs since the Unix epoch, UTC.</param>
/// <param name="Body">JSON; null: made from the subject's row.</param>
public sealed record EventRow(string Id, string Kind, string Subject, string CameraId, string? SiteId, long AtUs, string? Body = null)
{
    public static EventRow Of(PassageRow p) => new(IdOf(EventKinds.Passage, p.Id, p.FirstSeenUs), EventKinds.Passage, p.Id, p.CameraId, p.SiteId, p.LastSeenUs);

    /// <param name="decided">This change is a person's decision.</param>
    public static EventRow Of(CaseRow c, bool decided = false)
    {
        var kind = decided ? EventKinds.CaseDecided : EventKinds.Case;
        return new(IdOf(kind, c.Id, c.Version), kind, c.Id, c.CameraId, c.SiteId, decided ? c.DecidedUs ?? c.CreatedUs : c.CreatedUs);
    }

    public static EventRow Of(AlertRow a) => new(IdOf(EventKinds.Watch, a.Id, a.AtUs), EventKinds.Watch, a.Id, a.CameraId, a.SiteId, a.AtUs);

    /// <param name="trouble">What is wrong with the camera, and whether it begins or ends.</param>
    public static EventRow OfCamera(string camera, string trouble, long atUs, string body) => new(IdOf(EventKinds.Camera, camera + " " + trouble, atUs), EventKinds.Camera, camera, camera, null, atUs, body);

    /// <summary>Signs that may stand in a header and a topic, whatever the subject's id is made of.</summary>
    private static string IdOf(string kind, string subject, long number) =>
        "evt_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {subject} {number}"))))[..32];
}
