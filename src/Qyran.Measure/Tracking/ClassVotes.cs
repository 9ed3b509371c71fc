using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Tracking;

/// <summary>
/// What the sightings of one thing say it is. Each votes with its score times the height of its box, px: far away a bus, a lorry and a car look alike, and what waits there in a queue
/// is seen so more often than near by, where its class is plain. Owned by one <see cref="Strand"/> and reused with it; a vote allocates nothing.
/// </summary>
internal sealed class ClassVotes
{
    // a detector says less than this now and then of anything
    private const double LeastShare = 0.2;

    private readonly double[] _votes = new double[Enum.GetValues<RoadUser>().Length];

    /// <summary>The class with the most votes; Unknown only when nothing else was ever said.</summary>
    public RoadUser Class
    {
        get
        {
            var best = 0;
            for (var i = 1; i < _votes.Length; i++)
                if (_votes[i] > 0 && (best == 0 || _votes[i] > _votes[best])) best = i;
            return (RoadUser)best;
        }
    }

    /// <summary>The classes of vehicles that have a fifth or more of all votes, in the order of <see cref="RoadUser"/>.</summary>
    public ImmutableArray<RoadUser> Classes
    {
        get
        {
            var least = LeastShare * _votes.Sum();
            return [.. Enum.GetValues<RoadUser>().Where(user => (user.HasFourWheels() || user.IsTwoWheeler()) && _votes[(int)user] > 0 && _votes[(int)user] >= least)];
        }
    }

    public void Add(in Detection found) => _votes[(int)found.Class] += found.Score * found.Box.Height;

    public void Clear() => Array.Clear(_votes);
}
