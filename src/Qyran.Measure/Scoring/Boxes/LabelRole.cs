namespace Qyran.Measure.Scoring.Boxes;

/// <summary>What a label is among motor vehicles taken as one class.</summary>
public enum LabelRole
{
    Vehicle,
    /// <summary>May or may not be a motor vehicle: what lies on it is neither right nor wrong.</summary>
    Unclear,
    Other,
}
