namespace Qyran.Tests;

/// <summary>Tests that weigh the whole process's memory: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
