using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Qyran.Vision.Onnx;

/// <summary>The options every session begins with: in this program ONNX Runtime says nothing on stderr and tells nobody that it runs.</summary>
internal static partial class QuietSession
{
    /// <summary>
    /// ONNX Runtime (its Privacy.md) sends its maker how often it runs, and keeps a number for this machine below the home, unless this is in the environment before
    /// its library begins. That reads libc's environment, into which <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not write.
    /// </summary>
    static QuietSession() => _ = SetEnvironment("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);

    /// <summary>The caller disposes them.</summary>
    /// <param name="threads">That one run may use.</param>
    public static SessionOptions Options(int threads) => new()
    {
        IntraOpNumThreads = threads,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        // its complaints come back as exceptions; stderr is ours
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
