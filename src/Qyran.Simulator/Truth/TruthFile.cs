using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>
/// Writes truth.json as the frames go by, so that memory stays flat however long it is. All <c>_us</c> but <c>exposed_us</c> are on the
/// video's clock. Numbers are rounded to a hundredth of a pixel and a millimetre, so that the bytes are the same everywhere.
/// </summary>
internal sealed class TruthFile : IDisposable
{
    /// <summary>How every file begins that was written here.</summary>
    public const string Begins = "{\"qyran_truth\":";

    private readonly Utf8JsonWriter json;
    private readonly Scenario scenario;
    private readonly FrameClock clock;

    public TruthFile(Stream to, Scenario scenario, CameraPlan camera, FrameClock clock)
    {
        (this.scenario, this.clock) = (scenario, clock);
        json = new(to, new JsonWriterOptions { Indented = false, SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("qyran_truth", 1);
        json.WriteString("scenario", scenario.Name);
        json.WriteNumber("seed", scenario.Seed);
        json.WriteString("camera", camera.Id);
        json.WriteNumber("fps_declared", (decimal)clock.DeclaredFps);
        json.WriteNumber("fps_true", (decimal)camera.Fps);
        json.WriteNumber("width", camera.Width);
        json.WriteNumber("height", camera.Height);
        json.WriteString("light", ScenarioWords.Word(ScenarioWords.Times, scenario.Light.Time));
        json.WriteString("weather", ScenarioWords.Word(ScenarioWords.Weathers, scenario.Weather.Kind));
        json.WriteString("start_utc", scenario.StartUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartArray("told");
        foreach (var rule in Deed.Rules) json.WriteStringValue(rule);
        json.WriteEndArray();
        json.WriteStartArray("frames");
    }

    public void Frame(FrameClock.Stamp stamp, List<Sight> sights)
    {
        json.WriteStartObject();
        json.WriteNumber("n", stamp.Number);
        json.WriteNumber("media_us", stamp.MediaUs);
        json.WriteNumber("exposed_us", stamp.ExposedUs);
        json.WriteStartArray("objects");
        foreach (var s in sights)
        {
            json.WriteStartObject();
            json.WriteNumber("id", s.Actor.Id);
            json.WriteStartArray("box");
            Px(s.Box.X);
            Px(s.Box.Y);
            Px(s.Box.Width);
            Px(s.Box.Height);
            json.WriteEndArray();
            json.WriteNumber("visible", Round(s.Visible, 3));
            if (s.Air < 1) json.WriteNumber("air", Round(s.Air, 3));
            json.WriteStartArray("road");
            json.WriteNumberValue(Round(s.Actor.At.X, 3));
            json.WriteNumberValue(Round(s.Actor.At.Y, 3));
            json.WriteEndArray();
            json.WriteNumber("speed_mmph", (long)Math.Round(s.Actor.SpeedMs * 3_600_000));
            if (s.Plate is { } plate)
            {
                json.WriteStartArray("plate");
                foreach (var p in plate)
                {
                    json.WriteStartArray();
                    Px(p.X);
                    Px(p.Y);
                    json.WriteEndArray();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("signals");
        foreach (var head in Heads())
        {
            json.WriteString(head.Id, SignalWords.Word(head.Shows(stamp.ExposedUs).State));
            foreach (var arrow in head.Arrows) json.WriteString(ArrowId(head, arrow), SignalWords.Word(ArrowState(head, arrow, stamp.ExposedUs)));
        }
        json.WriteEndObject();
        json.WriteEndObject();
        if (json.BytesPending > 1 << 16) json.Flush();
    }

    /// <summary>Ends the file.</summary>
    /// <param name="deeds">On the true clock.</param>
    /// <param name="lengthUs">How far the signals' states are told.</param>
    public void End(Ledger ledger, IEnumerable<Deed> deeds, long lengthUs)
    {
        json.WriteEndArray();
        json.WriteStartArray("vehicles");
        foreach (var e in ledger.Seen.Values)
        {
            json.WriteStartObject();
            json.WriteNumber("id", e.Id);
            json.WriteString("class", SceneWords.Word(SceneWords.Classes, e.Class));
            if (e.Plate is { } plate)
            {
                json.WriteStartObject("plate");
                json.WriteString("text", plate.Text);
                json.WriteString("country", plate.Country);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("plate");
            }
            json.WriteString("lane", e.Lanes.Count > 0 ? e.Lanes[0] : null);
            json.WriteStartArray("lanes");
            foreach (var lane in e.Lanes) json.WriteStringValue(lane);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("signals");
        foreach (var head in Heads())
        {
            json.WriteStartArray(head.Id);
            for (long at = 0; at < lengthUs;)
            {
                var (state, blinks, next) = head.Shows(at);
                while (blinks is false && state is SignalState.Green && head.Shows(next) is { Blinks: true } and var blink) next = blink.NextUs;
                json.WriteStartObject();
                json.WriteString("state", SignalWords.Word(state));
                json.WriteNumber("from_us", clock.Media(at));
                json.WriteEndObject();
                at = next;
            }
            json.WriteEndArray();
            foreach (var arrow in head.Arrows)
            {
                json.WriteStartArray(ArrowId(head, arrow));
                for (long at = 0; at < lengthUs;)
                {
                    var state = ArrowState(head, arrow, at);
                    json.WriteStartObject();
                    json.WriteString("state", SignalWords.Word(state));
                    json.WriteNumber("from_us", clock.Media(at));
                    json.WriteEndObject();
                    do at = head.Shows(arrow, at).NextUs; while (at < lengthUs && ArrowState(head, arrow, at) == state);
                }
                json.WriteEndArray();
            }
        }
        json.WriteEndObject();
        json.WriteStartArray("violations");
        foreach (var deed in deeds.OrderBy(d => d.AtUs).ThenBy(d => d.Vehicle).ThenBy(d => d.Rule, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("rule", deed.Rule);
            json.WriteNumber("vehicle", deed.Vehicle);
            json.WriteNumber("at_us", clock.Media(deed.AtUs));
            json.WriteString("offence", scenario.Rules.FirstOrDefault(r => r.Rule == deed.Rule)?.Offence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("counts");
        foreach (var (lane, classes) in ledger.Counts())
        {
            json.WriteStartObject(lane);
            foreach (var (word, n) in classes) json.WriteNumber(word, n);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private static string ArrowId(SignalPlan head, SignalArrow arrow) => $"{head.Id}/{ScenarioWords.Word(ScenarioWords.Ways, arrow.Way)}";

    private static SignalState ArrowState(SignalPlan head, SignalArrow arrow, long us) => head.Shows(arrow, us).Lit ? SignalState.Green : SignalState.Off;

    private IEnumerable<SignalPlan> Heads() => scenario.Signals.Where(s => !s.ForPeople);

    private void Px(double v) => json.WriteNumberValue(Round(v, 2));

    private static decimal Round(double v, int digits) => decimal.Round((decimal)v, digits, MidpointRounding.AwayFromZero);
}
