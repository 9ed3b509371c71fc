using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Line.Adapting;

/// <summary>What to adapt the shipped detector to.</summary>
/// <param name="Camera">Its name, for the file and the evidence.</param>
/// <param name="Videos">Files of one camera in order of time; those of another picture size than the last are left out, and what cannot be read.</param>
/// <param name="Scene">Its scene; null for none.</param>
/// <param name="Out">The file to write.</param>
public sealed record AdaptRequest(string Camera, ImmutableArray<string> Videos, Scene? Scene, string Out);
