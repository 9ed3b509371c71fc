namespace Qyran.LiveBench;

/// <summary>One life of the server, its violent end and what was found afterwards; a line of <c>rounds.jsonl</c>.</summary>
/// <param name="LivedS">From the first answer to the kill.</param>
/// <param name="StartsKilled">How often it was killed in the middle of starting, before the start that looked at what is left.</param>
/// <param name="LostS">For each camera: from the end of what was found on the disk to the kill, on the camera's own clock.</param>
/// <param name="LostSeenS">…to the end of what a viewer had seen by then; below 0: the viewer was behind.</param>
/// <param name="Orphans">Processes that outlived it by ten seconds.</param>
/// <param name="Passages">Passages that it told.</param>
/// <param name="Cases">Cases that it told.</param>
/// <param name="Faults">What must not be; empty when all is well.</param>
internal sealed record KillRound(
    int Number, double LivedS, int StartsKilled, Dictionary<string, double> LostS, Dictionary<string, double> LostSeenS, int Orphans, int Passages, int Cases, string[] Faults)
{
    /// <summary>Those of the cameras whose video did not come back in this life: nothing was lost of it, for there was nothing.</summary>
    public IEnumerable<string> NeverBack(IEnumerable<string> cameras) => cameras.Where(c => !LostS.ContainsKey(c));
}
