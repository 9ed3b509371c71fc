using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Scenes;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Server.Access;
using Qyran.Server.Cameras;
using Qyran.Storage.Rows;

namespace Qyran.Server.Sections;

/// <summary>Whether the cameras at a section's two ends are what it needs.</summary>
internal static class SectionEnds
{
    /// <summary>Null when they are; else the first thing that is not, for people.</summary>
    public static string? Trouble(WatchedSection section, ImmutableArray<CameraRow> cameras) =>
        Trouble(section.Section.FromCamera, section.FromGate, cameras) ?? Trouble(section.Section.ToCamera, section.ToGate, cameras);

    /// <summary>Whether the asker sees both cameras' sites. A camera that is not there any more is at no site, as is a section that cannot be read.</summary>
    public static bool Sees(Asker asker, WatchedSection? section, ImmutableArray<CameraRow> cameras) =>
        asker.Sees(Find(section?.Section.FromCamera, cameras)?.SiteId) && asker.Sees(Find(section?.Section.ToCamera, cameras)?.SiteId);

    /// <summary>A section of this id is there, but not for the asker.</summary>
    public static bool Hides(string id, Asker asker, ImmutableArray<CameraRow> cameras, ImmutableArray<SectionRow> sections) =>
        sections.FirstOrDefault(s => s.Id == id) is { } there && !Sees(asker, SectionBook.Read(there), cameras);

    private static string? Trouble(string id, string gate, ImmutableArray<CameraRow> cameras)
    {
        if (Find(id, cameras) is not { } camera) return $"there is no camera '{id}'";
        if (CameraSettings.Of(camera.Settings).Scene is not { } text) return $"the camera '{id}' has no scene: draw one, with a count line as the gate";
        if (SceneFile.Read(Encoding.UTF8.GetBytes(text), RuleBook.KnownRules, out _) is not { } scene) return $"the scene of the camera '{id}' cannot be read";
        // packs are judged again from scene and section file alone: both must name the camera alike
        if (scene.Camera.Id != id) return $"the scene of the camera '{id}' calls it '{scene.Camera.Id}': give it this id in the scene";
        return scene.Lines.Any(l => l.Id == gate && l.Kind is LineKind.Count) ? null : $"the scene of the camera '{id}' has no count line '{gate}'";
    }

    private static CameraRow? Find(string? id, ImmutableArray<CameraRow> cameras) => cameras.FirstOrDefault(c => c.Id == id);
}
