using System.Net;
using Microsoft.Extensions.Time.Testing;
using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>Packs that somebody else vouches for: made by a real authority, checked offline.</summary>
public sealed class TimeStampTests : IDisposable
{
    private readonly SamplePack sample = new();
    private readonly StampingOffice office = new();
    private readonly FakeTimeProvider clock = new();
    private readonly TimeStampAuthority authority;

    public TimeStampTests() => authority = new(office.Address, clock, TimeSpan.FromSeconds(20));

    public void Dispose()
    {
        authority.Dispose();
        office.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void A_stamped_pack_says_when_and_by_whom_and_whether_he_is_trusted()
    {
        var began = TimeProvider.System.GetUtcNow();
        var written = Write("case-1", null);
        Assert.Null(written.Unstamped);
        var report = PackVerifier.Verify(written.Path, new([new TrustedKey(sample.Key.Id)], written.Link));
        Assert.Empty(report.Findings);
        Assert.Equal((PackState.Sound, "City Time Office", false), (report.State, report.Stamp!.Authority, report.Stamp.IsTrusted));
        Assert.InRange(report.Stamp.AtUtc, began.AddSeconds(-2), began.AddSeconds(60)); // its clock counts whole seconds
        report = PackVerifier.Verify(written.Path, new() { Authorities = Roots(office) });
        Assert.Equal((PackState.Sound, true), (report.State, report.Stamp!.IsTrusted));
        Assert.NotNull(PackReader.TryOpen(written.Path, new(), null, out _));
    }

    [Fact]
    public void Openssl_finds_it_sound_too()
    {
        byte[]? token = null, signature = null;
        SamplePack.Forge(Write("case-1", null).Path, files => (signature, token) = (files[1].Bytes, files[2].Bytes));
        office.Verify(token!, signature!);
    }

    [Fact]
    public void Another_authority_than_the_trusted_is_a_finding()
    {
        using var other = new StampingOffice("Somebody Else");
        var report = PackVerifier.Verify(Write("case-1", null).Path, new() { Authorities = Roots(other) });
        var finding = Assert.Single(report.Findings);
        Assert.Equal((PackState.Altered, FindingKind.TimeStamp, "timestamp.tst"), (report.State, finding.Kind, finding.File));
        Assert.Contains("City Time Office, whose certificate leads to none of the trusted", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_changed_byte_of_it_is_found()
    {
        var written = Write("case-1", null);
        var whole = File.ReadAllBytes(written.Path);
        var at = whole.AsSpan().IndexOf("timestamp.tst"u8) + "timestamp.tst".Length;
        var length = BitConverter.ToInt32(whole, at - "timestamp.tst".Length - 12);
        Assert.InRange(length, 1000, 10_000);
        for (var i = 0; i < length; i += 97)
        {
            var changed = whole.ToArray();
            changed[at + i] ^= 1;
            File.WriteAllBytes(written.Path, changed);
            Assert.Equal(PackState.Altered, PackVerifier.Verify(written.Path, new()).State);
        }
    }

    [Fact]
    public void A_stamp_of_another_pack_or_rubbish_in_its_place_is_named()
    {
        var (one, two) = (Write("case-1", null), Write("case-2", null));
        byte[]? other = null;
        SamplePack.Forge(two.Path, files => other = files.Single(f => f.Name == "timestamp.tst").Bytes);
        SamplePack.Forge(one.Path, files => files[2] = ("timestamp.tst", other!));
        Assert.Equal("timestamp.tst: does not fit signature.json, or was changed", Assert.Single(PackVerifier.Verify(one.Path, new()).Findings).ToString());
        SamplePack.Forge(one.Path, files => files[2] = ("timestamp.tst", "rubbish"u8.ToArray()));
        Assert.Equal("timestamp.tst: is no time stamp", Assert.Single(PackVerifier.Verify(one.Path, new()).Findings).ToString());
    }

    [Fact]
    public void A_pack_signed_anew_needs_a_new_stamp()
    {
        var written = Write("case-1", null);
        byte[]? stamp = null;
        SamplePack.Forge(written.Path, files => stamp = files.Single(f => f.Name == "timestamp.tst").Bytes);
        File.Delete(written.Path);
        using var thief = DeviceKey.Temporary();
        var forged = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, sample.Contents(), thief, null, new Given(stamp!)));
        Assert.Equal(FindingKind.TimeStamp, Assert.Single(PackVerifier.Verify(forged.Path, new()).Findings).Kind);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "answers 500", 2)]
    [InlineData(HttpStatusCode.Redirect, "answers 302", 2)]
    public void An_authority_that_refuses_leaves_the_pack_without_and_says_so(HttpStatusCode status, string said, int asked)
    {
        office.Refuses = status;
        var written = Write("case-1", null);
        Assert.Equal($"the time-stamping authority 127.0.0.1 {said}", written.Unstamped);
        Assert.Equal(asked, office.Asked);
        var report = PackVerifier.Verify(written.Path, new() { Authorities = Roots(office) });
        Assert.Equal((PackState.Sound, null), (report.State, report.Stamp));

        // the next packs do not wait for it; after a minute it is asked again
        office.Refuses = null;
        Assert.Equal(written.Unstamped, Write("case-2", null).Unstamped);
        Assert.Equal(asked, office.Asked);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(Write("case-3", null).Unstamped);
    }

    [Fact]
    public void An_answer_changed_on_its_way_is_not_taken()
    {
        office.Meddle = answer =>
        {
            answer[^20] ^= 1; // in the signature
            return answer;
        };
        Assert.StartsWith("the time-stamping authority 127.0.0.1 gives", Write("case-1", null).Unstamped, StringComparison.Ordinal);
        office.Meddle = _ => "<html>Please sign in to the hotel's network</html>"u8.ToArray();
        Assert.StartsWith("the time-stamping authority 127.0.0.1 gives no time stamp", Write("case-2", null).Unstamped, StringComparison.Ordinal);
        office.Meddle = _ => new byte[1 << 20];
        Assert.StartsWith("the time-stamping authority 127.0.0.1", Write("case-3", null).Unstamped, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_the_address_is_said_soon()
    {
        var gone = new StampingOffice();
        gone.Dispose();
        using var away = new TimeStampAuthority(gone.Address, clock, TimeSpan.FromSeconds(5));
        Assert.Null(away.Stamp("signature"u8.ToArray(), out var failure));
        Assert.Equal(FailureKind.Unreadable, failure!.Kind);
        Assert.Contains("cannot be reached", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stamp_vouches_for_the_packs_before_it()
    {
        var chain = ChainFile.Open(sample.Folder, out _)!;
        PackOutcome.Written Next(string id, bool stamped)
        {
            chain.Begin();
            var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, sample.Contents(id), sample.Key, chain.Last, stamped ? authority : null));
            chain.Append(written.Link);
            return written;
        }
        Next("case-1", false);
        Next("case-2", true);
        Next("case-3", false);
        var report = PackVerifier.VerifyChain(sample.Folder, new() { Authorities = Roots(office) });
        Assert.Equal(PackState.Sound, report.State);
        Assert.Collection(report.Notes,
            n => Assert.StartsWith("case-1.zip bears no time stamp, but case-2.zip after it does: it is from before 20", n, StringComparison.Ordinal),
            n => Assert.Equal("case-3.zip bears no time stamp, nor does a pack after it", n));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(24, true)]
    public void A_stamp_from_before_the_pack_was_made_tells_that_the_devices_clock_was_ahead(int hours, bool told)
    {
        var contents = sample.Contents() with { CreatedAtUtc = TimeProvider.System.GetUtcNow().AddHours(hours) };
        var report = PackVerifier.Verify(Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null, authority)).Path, new());
        Assert.Equal(PackState.Sound, report.State);
        if (told) Assert.InRange(report.ClockAhead!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(25));
        else Assert.Null(report.ClockAhead);
    }

    [Theory]
    [InlineData("ftp://time.example.org")]
    [InlineData("time.example.org")]
    [InlineData("")]
    public void What_is_no_address_is_said(string text)
    {
        Assert.Null(TimeStampAuthority.Address(text, out var failure));
        Assert.Contains("write it like http://", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_certificates_is_no_trusted_authority()
    {
        Assert.Null(TrustedAuthorities.Import(sample.ClipPath, out var failure));
        Assert.Equal(FailureKind.Unreadable, failure!.Kind);
        Assert.Null(TrustedAuthorities.Import(Path.Combine(sample.Folder, "none.pem"), out failure));
        Assert.Equal(FailureKind.NotFound, failure!.Kind);
    }

    private PackOutcome.Written Write(string id, ChainLink? previous) =>
        Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, sample.Contents(id), sample.Key, previous, authority));

    private static TrustedAuthorities Roots(StampingOffice of) => TrustedAuthorities.Import(of.RootPem, out _)!;

    private sealed class Given(byte[] token) : ITimeStamper
    {
        public byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure)
        {
            failure = null;
            return token;
        }
    }
}
