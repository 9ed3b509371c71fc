using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Scenes;

namespace Qyran.Tests.Domain.Scenes;

/// <summary>Scene files for tests, and their reading with a small rule book.</summary>
internal static class SceneText
{
    public static readonly Dictionary<string, ImmutableArray<string>> Rules = new()
    {
        ["speeding"] = [], ["red-light"] = ["grace_ms", "red_yellow"],
    };

    /// <summary>Every key once; line numbers of the tests count in here.</summary>
    public const string Full = """
        qyran_scene: 1
        name: junction
        camera: { id: cam-1, width: 640, height: 480, site: "Hanoi: junction", height_m: 8, clock: "checked: GNSS", verification: { certificate: "12/07", authority: example, valid_from: 2026-01-01T00:00:00Z, valid_until: 2027-01-01T05:00:00+05:00 } }
        lens: { fx: 900, fy: 900, cx: 320, cy: 240, k1: -0.1 }
        survey:
          id: cam-1/2026-11-24
          basis: lane width assumed 3.5 m
          surveyed_at: 2026-11-24T00:00:00Z
          valid_until: 2027-11-24T05:00:00+05:00
          points:
            - { image: [100, 400], road: [0, 0], image_error_px: 1.5, road_error_m: 0.05 }
            - { image: [200.25, 400], road: [3.5, 0] }
          lengths:
            - { from: [100, 400], to: [200, 400], metres: 3.5, along: across, image_error_px: 1.0, error_m: 0.1 }
        lanes:
          - { id: left, area: [[0, 480], [100, 200], [150, 200], [120, 480]], direction: [[60, 470], [130, 210]] }
          - { id: bus, area: [[120, 480], [150, 200], [200, 200], [240, 480]], only: [bus] }
        lines:
          - { id: stop-1, kind: stop, points: [[0, 300], [300, 310]], lanes: [left], signal: main }
          - { id: solid-1, kind: solid, points: [[120, 480], [150, 200]] }
        zones:
          - { id: clock, kind: ignore, area: [[0, 0], [200, 0], [200, 30], [0, 30]] }
        signals:
          - { id: main, red: [548, 178, 24, 18], green: [548, 218, 24, 18] }
        limits:
          - { kmh: 60, basis: "general town limit, PDD RK 10.2" }
          - { kmh: 40.5, lanes: [left], classes: [car, truck], basis: sign, approved_by: example, from: 2020-01-01T00:00:00Z, until: 2030-01-01T00:00:00Z }
        rules:
          - { rule: speeding }
          - { rule: red-light, offence: "KoAP RK art. 599-1", basis: "order 15, item 3", approved_by: example, grace_ms: 500 }
        """;

    /// <summary>The least that is a scene, 5 lines.</summary>
    public const string Least = "qyran_scene: 1\nname: x\ncamera: { id: c, width: 640, height: 480 }\n";

    public static Scene? Read(string text, out ImmutableArray<SceneError> errors) => SceneFile.Read(Encoding.UTF8.GetBytes(text), Rules, out errors);

    public static Scene Good(string text)
    {
        var scene = Read(text, out var errors);
        Assert.True(scene is not null, string.Join('\n', errors));
        return scene;
    }
}
