using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Qyran.Tests.Evidence;

/// <summary>A real time-stamping authority on this machine: OpenSSL makes the tokens, HTTP carries them. Needs openssl.</summary>
internal sealed class StampingOffice : IDisposable
{
    private static readonly string? Program = ((string[])["/usr/bin/openssl", "/usr/local/bin/openssl"]).FirstOrDefault(File.Exists);
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-stamps").FullName;
    private readonly HttpListener listener = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;

    /// <param name="name">What its certificate calls it.</param>
    public StampingOffice(string name = "City Time Office")
    {
        Assert.SkipWhen(Program is null, "needs openssl (apt-get install openssl)");
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Root(name, rootKey);
        using var officeKey = RSA.Create(2048);
        using var office = Office(name, officeKey, root);
        File.WriteAllText(RootPem, root.ExportCertificatePem());
        File.WriteAllText(In("office.pem"), office.ExportCertificatePem());
        File.WriteAllText(In("office.key"), officeKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(In("serial"), "01");
        File.WriteAllText(In("ts.cnf"), $"""
            [tsa]
            default_tsa = office
            [office]
            serial = {In("serial")}
            signer_cert = {In("office.pem")}
            signer_key = {In("office.key")}
            certs = {RootPem}
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            ess_cert_id_chain = no
            """);
        var port = FreePort();
        Address = new($"http://127.0.0.1:{port}/tsr");
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        serving = Task.Run(Serve);
    }

    public Uri Address { get; }
    public string RootPem => In("root.pem");
    public int Asked { get; private set; }

    /// <summary>Changes an answer on its way; null: as it is.</summary>
    public Func<byte[], byte[]>? Meddle { get; set; }

    /// <summary>Answers with this instead of a time stamp.</summary>
    public HttpStatusCode? Refuses { get; set; }

    public void Dispose()
    {
        // a listener that is closed while it is asked for the next request throws what it likes, or never answers
        closed.SetResult();
        serving.Wait();
        listener.Close();
        Directory.Delete(folder, recursive: true);
    }

    private string In(string name) => Path.Combine(folder, name);

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var next = listener.GetContextAsync();
                if (await Task.WhenAny(next, closed.Task) == closed.Task) return;
                var context = await next;
                Asked++;
                using var query = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(query);
                if (Refuses is { } status)
                {
                    context.Response.StatusCode = (int)status;
                }
                else
                {
                    var answer = Answer(query.ToArray());
                    context.Response.ContentType = "application/timestamp-reply";
                    await context.Response.OutputStream.WriteAsync(Meddle?.Invoke(answer) ?? answer);
                }
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // who asked went away
        }
    }

    /// <summary>Checks a token by the command in docs/howto/check-evidence.md.</summary>
    public void Verify(byte[] token, byte[] signature)
    {
        File.WriteAllBytes(In("timestamp.tst"), token);
        File.WriteAllBytes(In("signature.json"), signature);
        Run("-verify", "-token_in", "-in", In("timestamp.tst"), "-data", In("signature.json"), "-CAfile", RootPem);
    }

    private byte[] Answer(byte[] query)
    {
        File.WriteAllBytes(In("query"), query);
        Run("-reply", "-queryfile", In("query"), "-config", In("ts.cnf"), "-section", "office", "-out", In("answer"));
        return File.ReadAllBytes(In("answer"));
    }

    private static void Run(params string[] words)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("ts");
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }

    private static X509Certificate2 Root(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name} Root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2060, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static X509Certificate2 Office(string name, RSA key, X509Certificate2 root)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!), new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2059, 1, 1, 0, 0, 0, TimeSpan.Zero), [1, 2, 3]);
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
