namespace Qyran.Simulator;

/// <summary>How well the written scene's survey was made. Every mark is off at random by as much as the survey states; what the road's unevenness adds is stated too.</summary>
/// <param name="ClickPx">Of a mark in the picture, one standard deviation.</param>
/// <param name="TapeM">Of its place on the road.</param>
public sealed record SurveyPlan(double ClickPx, double TapeM);
