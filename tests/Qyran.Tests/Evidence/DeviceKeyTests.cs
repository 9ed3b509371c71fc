using System.Diagnostics;
using System.Security.Cryptography;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>Keys that are none of ours: they are refused, and nothing falls over them.</summary>
public sealed class DeviceKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-keys-").FullName;
    private readonly ECDsa unnamed;

    public DeviceKeyTests()
    {
        // P-256 itself, with its curve written out in numbers instead of by its name
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        unnamed = ECDsa.Create(named.ExportExplicitParameters(includePrivateParameters: true));
    }

    public void Dispose()
    {
        unnamed.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_public_key_whose_curve_has_no_name_is_not_trusted()
    {
        var path = Path.Combine(folder, "key.pub.pem");
        File.WriteAllText(path, unnamed.ExportSubjectPublicKeyInfoPem());
        Assert.Null(TrustedKey.ImportPublic(path, out var failure));
        Assert.Contains("is not a public P-256 key", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_whose_curve_has_no_name_is_not_signed_with()
    {
        var path = Path.Combine(folder, "device.pem");
        using (var made = DeviceKey.LoadOrCreate(path, out _)) Assert.NotNull(made);
        File.WriteAllText(path, unnamed.ExportPkcs8PrivateKeyPem()); // the file keeps its mode
        Assert.Null(DeviceKey.LoadOrCreate(path, out var failure));
        Assert.Contains("is not a private P-256 key", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_of_a_key_it_is_said_that_others_may_use_it()
    {
        var path = Path.Combine(folder, "device.pem");
        using (var made = DeviceKey.LoadOrCreate(path, out _)) Assert.True(made is { Made: true });
        Media.Clip.Tool("chmod", "644", path);
        Assert.Null(DeviceKey.LoadOrCreate(path, out var failure));
        Assert.EndsWith($"run: chmod 600 '{path}'", failure!.Text, StringComparison.Ordinal);
        File.WriteAllText(path, "# A page\n"); // it keeps its mode
        Assert.Null(DeviceKey.LoadOrCreate(path, out failure));
        Assert.Contains("is not a private P-256 key", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_of_such_a_key_is_altered()
    {
        using var sample = new SamplePack();
        var path = sample.Write().Path;
        var key = unnamed.ExportSubjectPublicKeyInfo();
        SamplePack.Forge(path, files => files[1] = (PackName.Signature, new PackSignature(Digest.Hex(SHA256.HashData(key)), key, new byte[64]).Write()));
        Assert.Equal("signature.json: its public key is not a P-256 key", Assert.Single(PackVerifier.Verify(path, new()).Findings).ToString());
    }

    [Fact]
    public void A_key_of_a_curve_that_nobody_here_knows_is_none_and_a_pack_of_it_is_altered()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = named.ExportSubjectPublicKeyInfo();
        ReadOnlySpan<byte> p256 = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
        key[key.AsSpan().IndexOf(p256) + 7] = 9;

        var path = Path.Combine(folder, "key.pub.pem");
        File.WriteAllText(path, PemEncoding.WriteString("PUBLIC KEY", key));
        Assert.Null(TrustedKey.ImportPublic(path, out var failure));
        Assert.Contains("is not a public P-256 key", failure!.Text, StringComparison.Ordinal);

        using var sample = new SamplePack();
        var pack = sample.Write().Path;
        SamplePack.Forge(pack, files => files[1] = (PackName.Signature, new PackSignature(Digest.Hex(SHA256.HashData(key)), key, new byte[64]).Write()));
        Assert.Equal("signature.json: its public key cannot be read", Assert.Single(PackVerifier.Verify(pack, new()).Findings).ToString());
    }

    [Fact]
    public void What_a_program_killed_while_it_made_a_key_left_goes_and_no_other_file_does()
    {
        var path = Path.Combine(folder, "device.pem");
        var (left, backup) = ($"{path}.{Guid.NewGuid():N}.partial", path + ".2026");
        foreach (var made in (bool[])[false, true])
        {
            Assert.Equal(made, File.Exists(path));
            File.WriteAllText(left, "half a key");
            File.WriteAllText(backup, "somebody's copy");
            using (var key = DeviceKey.LoadOrCreate(path, out _)) Assert.NotNull(key);
            Assert.Equal([path, backup], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_page_tells_how_to_make_a_new_key_and_where_the_public_half_of_a_lost_one_is()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl") && File.Exists("/usr/bin/unzip"), "needs openssl and unzip (apt-get install openssl unzip)");
        var page = File.ReadAllText(Path.Combine(Material.Project, "docs/howto/check-evidence.md"));
        var parts = page[page.IndexOf("## A new key", StringComparison.Ordinal)..].Split("```");
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName, "device.pem");
        using (var earlier = DeviceKey.LoadOrCreate(path, out _)) Assert.NotNull(earlier);
        using var sample = new SamplePack();
        var pack = sample.Write().Path;

        Run(parts[1]);
        using var key = DeviceKey.LoadOrCreate(path, out var failure);
        Assert.True(key is not null, failure?.Text);
        Assert.Equal(key.Id, TrustedKey.ImportPublic(Path.Combine(folder, "device-2.pub.pem"), out _)?.Id);
        Assert.StartsWith(sample.Key.Id, Run(parts[3]), StringComparison.Ordinal);
        Assert.Equal(sample.Key.Id, TrustedKey.ImportPublic(Path.Combine(folder, "device.pub.pem"), out _)?.Id);

        string Run(string block)
        {
            Assert.StartsWith("bash\n", block, StringComparison.Ordinal);
            var script = block["bash\n".Length..].Replace("DATA", folder, StringComparison.Ordinal).Replace("PACK", pack, StringComparison.Ordinal);
            using var bash = Process.Start(new ProcessStartInfo("bash") { ArgumentList = { "-ec", script }, WorkingDirectory = folder, RedirectStandardOutput = true })!;
            var told = bash.StandardOutput.ReadToEnd();
            bash.WaitForExit();
            Assert.Equal(0, bash.ExitCode);
            return told;
        }
    }

    [Fact]
    public void Programs_that_start_together_make_one_key()
    {
        for (var round = 0; round < 30; round++)
        {
            var path = Path.Combine(folder, $"{round}", "device.pem");
            var ids = new string?[8];
            Parallel.For(0, ids.Length, new ParallelOptions { MaxDegreeOfParallelism = ids.Length }, i =>
            {
                using var key = DeviceKey.LoadOrCreate(path, out _);
                ids[i] = key?.Id;
            });
            Assert.NotNull(Assert.Single(ids.Distinct()));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
    }
}
