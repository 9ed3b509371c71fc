using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Qyran.Domain.Scenes;

/// <summary>A scene as JSON with the scene file's own keys, for a page to draw and change. JSON is YAML: what comes back is read as a scene file.</summary>
public static class SceneDrawing
{
    /// <summary>Everything the scene holds; comments of its file are not part of it.</summary>
    public static JsonNode Of(Scene scene)
    {
        // by way of the written file: there every text is quoted or begins with a letter, so that a number is a number
        List<SceneError> errors = [];
        var root = SceneYaml.Parse(Encoding.UTF8.GetBytes(SceneFileWriter.Write(scene)), errors);
        return root is null ? throw new InvalidOperationException("a written scene does not read: " + errors[0]) : Json(root)!;
    }

    private static JsonNode? Json(SceneNode node) => node switch
    {
        SceneNode.Scalar { Empty: true } => null,
        SceneNode.Scalar { Quoted: true } s => JsonValue.Create(s.Text),
        // a lane may be named nan or infinity, which parse as numbers that JSON has not
        SceneNode.Scalar s => double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(s.Text),
        SceneNode.Row row => new JsonArray([.. row.Items.Select(Json)]),
        SceneNode.Map map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))),
        _ => throw new InvalidOperationException("a closed choice"),
    };
}
