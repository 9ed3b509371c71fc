using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>What happens on a made-up road and which cameras see it. Read from a scenario file; the road frame is metres, x right (east), y ahead (north).</summary>
/// <param name="WarmupS">Seconds of traffic before the first frame, so that the road is not empty when it begins.</param>
/// <param name="StartUtc">UTC of the first frame.</param>
public sealed record Scenario(
    string Name, int Seed, double Seconds, double WarmupS, DateTimeOffset StartUtc,
    ImmutableArray<CameraPlan> Cameras, LightPlan Light, WeatherPlan Weather, PicturePlan Picture, FaultPlan Faults, SurroundingsPlan Surroundings,
    ImmutableArray<RoadPlan> Roads, ImmutableArray<LanePlan> Lanes, ImmutableArray<WayPlan> Ways, ImmutableArray<MarkingPlan> Markings,
    ImmutableArray<LinePlan> Lines, ImmutableArray<ZonePlan> Zones, ImmutableArray<SignalPlan> Signals,
    ImmutableArray<FlowPlan> Flows, ImmutableArray<CastPlan> Cast, ImmutableArray<PeoplePlan> People, ImmutableArray<SectionPlan> Sections,
    ImmutableSortedDictionary<string, double> Plates, ImmutableArray<SpeedLimit> Limits, ImmutableArray<RuleSetting> Rules)
{
    /// <summary>Root mean square of the road's height about its plane, m.</summary>
    public double UnevenM { get; init; }

    /// <summary>Null: the survey is exact.</summary>
    public SurveyPlan? Survey { get; init; }
}
