using System.Collections.Immutable;

namespace Qyran.Line.Live;

/// <summary>A vehicle's way through a live camera's scene.</summary>
/// <param name="CameraId">Whose.</param>
/// <param name="Outcome">Passage (its id is unique over all cameras and runs), track, findings and what they rest on. <c>Outcome.Passage</c> is never null here.</param>
/// <param name="FirstUs">When it was first seen, µs UTC.</param>
/// <param name="LastUs">When it was last seen, µs UTC.</param>
/// <param name="Thumbnail">A small JPEG of the vehicle; empty when no picture of it could be kept.</param>
/// <param name="Trail">Its way through the picture, as <see cref="Domain.Passages.Trail"/> has it.</param>
public sealed record LivePassage(string CameraId, TrackOutcome Outcome, long FirstUs, long LastUs, ReadOnlyMemory<byte> Thumbnail, ImmutableArray<byte> Trail);
