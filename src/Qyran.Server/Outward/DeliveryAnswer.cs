namespace Qyran.Server.Outward;

/// <summary>What became of one try.</summary>
/// <param name="Confirmed">The receiver has it.</param>
/// <param name="Text">For people: what it answered, or why it did not.</param>
/// <param name="Gone">The receiver wants nothing more, ever.</param>
internal sealed record DeliveryAnswer(bool Confirmed, string Text, bool Gone = false);
