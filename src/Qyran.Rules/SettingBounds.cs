namespace Qyran.Rules;

/// <summary>One setting of a rule as a scene file may give it.</summary>
/// <param name="Name">Ends in its unit.</param>
/// <param name="Default">Holds where the scene gives none.</param>
/// <param name="Least">Smallest and</param><param name="Most">largest value taken.</param>
/// <param name="Meaning">For people, one line.</param>
public sealed record SettingBounds(string Name, decimal Default, decimal Least, decimal Most, string Meaning);
