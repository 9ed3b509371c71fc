using Qyran.Domain.Detections;

namespace Qyran.Measure.Speeds;

/// <summary>What the speed measurement assumes and demands. The defaults are for boxes from a detector; see docs/design/speed.md for where each comes from.</summary>
public sealed record SpeedSettings
{
    public static SpeedSettings Default { get; } = new();

    /// <summary>Shortest way between the first and last used position, m. Only statistics may lower it below 25.</summary>
    public double MinimumBaseM { get; init; } = 25;

    /// <summary>Fewest used positions.</summary>
    public int MinimumPoints { get; init; } = 6;

    /// <summary>Longest hole between used positions, s: beyond it the track may have changed vehicles.</summary>
    public double LongestGapS { get; init; } = 1.0;

    /// <summary>Expected noise of a box's lower edge, px, one standard deviation; weights near against far. The fit's own scatter sets the error.</summary>
    public double ContactNoisePx { get; init; } = 1.0;

    /// <summary>Expected wander of the contact point along the body, m, one standard deviation; as above.</summary>
    public double ContactNoiseM { get; init; } = 0.08;

    /// <summary>Highest the seen "contact" point stands over the road, m: the clearance under a bumper. Rectangular between 0 and this.</summary>
    public double ClearanceM { get; init; } = 0.25;

    /// <summary>
    /// Share of vehicles whose seen lower edge is that of the shadow under the body, which lies on the road. It hangs on light and
    /// detector and is not known beforehand: even odds.
    /// </summary>
    public double ShadowShare { get; init; } = 0.5;

    /// <summary>How far a bumper reaches beyond the tyre, m: behind it the tyre is seen and the clearance stops to matter.</summary>
    public double OverhangM { get; init; } = 0.9;

    /// <summary>
    /// The clearance of lorries and buses seen from behind, m: rear underrun guards end up to 0.55 m over the road (UN Regulation 58).
    /// </summary>
    public double HeavyClearanceM { get; init; } = 0.55;

    /// <summary>Their overhang there, m: up to 3.5 m behind a bus's or a box lorry's last axle.</summary>
    public double HeavyOverhangM { get; init; } = 3.5;

    /// <summary>The clearance of lorries and buses seen from the front, m: front underrun guards end up to 0.40 m over the road (UN Regulation 93).</summary>
    public double HeavyFrontClearanceM { get; init; } = 0.40;

    /// <summary>The overhang of lorries there, m: a cab over its engine stands 1.5 m before the axle at most.</summary>
    public double LorryFrontOverhangM { get; init; } = 1.5;

    /// <summary>That of buses, m: their door stands before the axle.</summary>
    public double BusFrontOverhangM { get; init; } = 2.9;

    /// <summary>Their half width, m: 2.5 m are allowed.</summary>
    public double HeavyHalfWidthM { get; init; } = 1.25;

    /// <summary>The settings for a vehicle of this kind, seen from the front or from behind.</summary>
    public SpeedSettings For(RoadUser user, bool front) => user switch
    {
        RoadUser.Bus or RoadUser.Truck when !front => this with { ClearanceM = HeavyClearanceM, OverhangM = HeavyOverhangM, HalfWidthM = HeavyHalfWidthM },
        RoadUser.Bus => this with { ClearanceM = HeavyFrontClearanceM, OverhangM = BusFrontOverhangM, HalfWidthM = HeavyHalfWidthM },
        RoadUser.Truck => this with { ClearanceM = HeavyFrontClearanceM, OverhangM = LorryFrontOverhangM, HalfWidthM = HeavyHalfWidthM },
        _ => this,
    };

    /// <summary>Half width of a vehicle, m: as the view turns, the seen lowest point moves over this much of the body.</summary>
    public double HalfWidthM { get; init; } = 0.9;

    /// <summary>Slow drift of the detector's lower edge over a track, m, one standard deviation.</summary>
    public double EdgeDriftM { get; init; } = 0.10;

    /// <summary>
    /// Constant offset of the detector's lower edge in the picture, raw px, one standard deviation; it is the same near and far, where it means
    /// very different metres. 0 for edges marked in the full picture; the line sets half a pixel of the size its detector looks at.
    /// </summary>
    public double EdgeOffsetPx { get; init; }

    /// <summary>
    /// Constant offset of the detector's lower edge as a share of the box's height, one standard deviation: what a detector that looks at each thing in a picture of one size
    /// does not know finer. The same share near and far is the same height over the road. 0 where the offset is one of pixels only.
    /// </summary>
    public double EdgeOffsetShare { get; init; }

    /// <summary>How far that share wanders from one end of the way to the other, at each end on its own, one standard deviation.</summary>
    public double EdgeWanderShare { get; init; }

    /// <summary>
    /// Whether the positions are the middles of boxes' lower edges, which move over the body as the view turns (<see cref="BoxShift"/>); false where they are one
    /// point of the body, as other systems' tracks may be.
    /// </summary>
    public bool BoxMiddle { get; init; } = true;

    /// <summary>Highest power of time in the motion that is fitted: 2 takes in an acceleration, 3 one that changes.</summary>
    public int HighestDegree { get; init; } = 3;

    /// <summary>
    /// How far a changing acceleration must take a position at least from where a constant one would, m. Less than this bulges of the road and the contact point's drift make of an even
    /// motion too: 2 cm of height are 15 cm of road 60 m from a camera 8 m high.
    /// </summary>
    public double LeastBendM { get; init; } = 0.25;

    /// <summary>
    /// How far the camera's view lay from its reference while the vehicle was measured, raw px, taken as one standard deviation at each end of
    /// the way: which way it moved is known, what the survey's own picture had of it is not. The line sets it from its view watch.
    /// </summary>
    public double ViewShiftPx { get; init; }

    /// <summary>
    /// How far the road's surface lies off the surveyed plane under the tyres, m, one standard deviation. A vertical curve of
    /// 5000 m radius bulges 2.3 cm over 30 m (±, rectangular: 1.3 cm); ruts and evenness add about a centimetre; rounded up.
    /// </summary>
    public double PlaneErrorM { get; init; } = 0.02;

    /// <summary>Relative error of the source's clock, one standard deviation: 100 parts per million covers any quartz.</summary>
    public double ClockError { get; init; } = 1e-4;

    /// <summary>Relative scale error left by a lens nobody measured, one standard deviation; 0 is used where the scene gives a lens that fits (<see cref="LensMustFit"/>).</summary>
    public double UnknownLensError { get; init; } = 0.002;

    /// <summary>
    /// Whether only a lens takes that error away that undoes a distortion and whose focal length the survey does not contradict; false: any that stands in the scene, as in
    /// measurements of before.
    /// </summary>
    public bool LensMustFit { get; init; } = true;

    /// <summary>Least share of positions that must agree with one motion.</summary>
    public double LeastAgreeing { get; init; } = 0.7;

    /// <summary>Longest time, s, in which positions one after another may disagree with the motion.</summary>
    public double LongestStrayS { get; init; } = 1;

    /// <summary>Largest scatter of the positions about the fitted motion, m. Where an edge's error alone is expected to be larger, no position is taken.</summary>
    public double WorstScatterM { get; init; } = 1.0;

    /// <summary>Share of the speed that the noise of its positions alone may leave open, half width of 95 %: what is known no better is no speed to tell anybody.</summary>
    public double LargestNoiseShare { get; init; } = 0.25;

    /// <summary>
    /// Share of the budget's half width of 95 % that is stated as the error. The budget holds what nobody can rule out about a camera, and is taken off whole before the law judges;
    /// where truth is known 95 % lie within this share of it (docs/design/speed.md).
    /// </summary>
    public double StatedShare { get; init; } = 0.68;

    /// <summary>Whether the correlation of the positions' noise is freed from all that the fit's own numbers take out of it, or only from what a mean would.</summary>
    public bool WholeBias { get; init; } = true;

    /// <summary>Who is slower than this anywhere on the way, m/s, all but stood: the mean speed then says how long.</summary>
    public double SlowestMs { get; init; } = 1;

    /// <summary>Hardest braking or acceleration believed, m/s².</summary>
    public double HardestAcceleration { get; init; } = 8;
}
