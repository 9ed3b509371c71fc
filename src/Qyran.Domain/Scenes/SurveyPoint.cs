using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>A mark whose road position is known.</summary>
/// <param name="ImageErrorPx">One standard deviation of the click, px.</param>
/// <param name="RoadErrorM">One standard deviation of the survey, m.</param>
public sealed record SurveyPoint(RawPixel Image, RoadPoint Road, double ImageErrorPx, double RoadErrorM);
