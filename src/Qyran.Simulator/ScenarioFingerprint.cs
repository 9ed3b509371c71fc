using System.Security.Cryptography;
using System.Text;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>Tells whether clips made before are those that would be made now.</summary>
public static class ScenarioFingerprint
{
    /// <summary>
    /// Differs where the files of a scenario would: with the scenario's bytes, with the simulator's own code, with how its scenes are written. Hexadecimal.
    /// What ffmpeg makes of the pictures is not in it.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> file, Scenario scenario)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // the compiler makes it of all that goes into the assembly; see the project file
        hash.AppendData(typeof(ScenarioFingerprint).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(file);
        foreach (var camera in scenario.Cameras) hash.AppendData(Encoding.UTF8.GetBytes(SceneFileWriter.Write(SceneMaker.Make(scenario, camera))));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
