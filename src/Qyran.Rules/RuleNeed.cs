namespace Qyran.Rules;

/// <summary>What of a scene a rule rests on; without it the rule could never say Broken, so switching it on is refused.</summary>
public enum RuleNeed
{
    /// <summary>A survey, so that there are metres.</summary>
    Survey,
    /// <summary>At least one limit.</summary>
    Limit,
    /// <summary>At least one lane with an arrow.</summary>
    Arrow,
    /// <summary>A stop line governed by a signal head.</summary>
    SignalledStopLine,
    /// <summary>A solid line.</summary>
    SolidLine,
    /// <summary>A zone of the kind no_stopping.</summary>
    NoStoppingZone,
    /// <summary>A lane that only some classes may use.</summary>
    ReservedLane,
    /// <summary>A line that may not be crossed from some lanes.</summary>
    NoTurnLine,
    /// <summary>A zone of the kind no_driving.</summary>
    NoDrivingZone,
}
