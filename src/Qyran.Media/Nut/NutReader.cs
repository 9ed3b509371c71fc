namespace Qyran.Media;

/// <summary>
/// Reads the NUT container (version 3) from a pipe: headers and frames in order, no seeking. Everything it reads may be damaged or hostile:
/// counts and sizes are checked before they are used, the first fault ends the reading for good, nothing is thrown.
/// </summary>
internal sealed class NutReader(Stream from)
{
    private const ulong MainStart = 0x4E4D7A561F5F04AD, StreamStart = 0x4E5311405BF2F9DB, SyncStart = 0x4E4BE4ADEECA4569;
    private const ulong IndexStart = 0x4E58DD672F23E64E, InfoStart = 0x4E49AB68B596BA78;
    private const int CodedPts = 8, StreamId = 16, SizeMsb = 32, Checksum = 64, Reserved = 128, HeaderIdx = 1024, MatchTime = 2048, Coded = 4096, Invalid = 8192;
    private const int MostStreams = 32;
    private const long MostFrameBytes = 1L << 29, MostHeaderBytes = 1 << 16;

    private readonly record struct FrameCode(int Flags, int Stream, int Mul, int Lsb, long PtsDelta, int Reserved, int Header);

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly FrameCode[] _codes = new FrameCode[256];
    private readonly List<byte[]> _elided = [[]];
    private (long Num, long Den)[] _bases = [];
    private NutStream[] _streams = [];
    private long[] _lastPts = [];
    private int _at, _end;
    private long _payloadLeft;
    private byte[] _prefix = [];
    private int _prefixAt;
    private bool _ended;

    /// <summary>What was wrong with the bytes; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>True when the bytes ended between two packets, as they should; then <see cref="Fault"/> says only that they ended.</summary>
    public bool EndedBetweenFrames { get; private set; }

    /// <summary>The streams, known after <see cref="ReadHeaders"/>.</summary>
    public ReadOnlySpan<NutStream> Streams => _streams;

    /// <summary>Reads up to and with the last stream header. False at the end of the bytes or at a fault.</summary>
    public bool ReadHeaders()
    {
        ReadOnlySpan<byte> id = "nut/multimedia container\0"u8;
        foreach (var b in id)
        {
            if (Byte() != b)
                return Fail("not a NUT stream");
        }
        var known = 0;
        while (Fault is null && (_streams.Length == 0 || known < _streams.Length))
        {
            var start = (ulong)Big(8);
            if (Fault is not null)
                return false;
            var left = Variable();
            if (left is < 4 or > MostHeaderBytes)
                return Fail("a header's size makes no sense");
            if (left > 4096)
                Big(4);
            var packet = new byte[left];
            if (!Fill(packet))
                return Fail("the stream ends within a header");
            var body = new NutBytes(packet.AsSpan(0, (int)left - 4));
            if (start == MainStart)
            {
                if (_streams.Length != 0 || !Main(ref body))
                    return Fail("the main header makes no sense");
            }
            else if (start == StreamStart)
            {
                if (_streams.Length == 0 || !StreamHeader(ref body))
                    return Fail("a stream header makes no sense");
                known++;
            }
            else if (start is not (InfoStart or IndexStart or SyncStart))
            {
                return Fail("an unknown packet stands before the stream headers");
            }
        }
        return Fault is null && Array.TrueForAll(_streams, s => s.TimeBaseDen > 0);
    }

    /// <summary>Goes to the next frame, skipping what is left of the one before. False at the end or at a fault.</summary>
    public bool Next(out NutPacket packet)
    {
        packet = default;
        if (_payloadLeft > 0 && !Skip(_payloadLeft))
            return false;
        _payloadLeft = 0;
        while (Fault is null)
        {
            var code = Byte();
            if (Fault is not null)
                return false;
            if (code != 'N')
                return Frame(code, out packet);
            var start = ((ulong)'N' << 56) | (ulong)Big(7);
            if (Fault is not null || !Packet(start))
                return false;
        }
        return false;
    }

    /// <summary>Reads the next bytes of the current frame; exactly as many as asked, or false.</summary>
    public bool ReadPayload(Span<byte> into)
    {
        if (into.Length > _payloadLeft)
            return Fail("a frame is shorter than its picture");
        _payloadLeft -= into.Length;
        while (_prefixAt < _prefix.Length && into.Length > 0)
        {
            into[0] = _prefix[_prefixAt++];
            into = into[1..];
        }
        return Fill(into) || Fail("the stream ends within a frame");
    }

    private bool Packet(ulong start)
    {
        if (start is not (MainStart or StreamStart or SyncStart or IndexStart or InfoStart))
            return Fail("an unknown packet");
        var left = Variable();
        if (left < 4 || left > MostFrameBytes)
            return Fail("a packet's size makes no sense");
        if (left > 4096)
            Big(4);
        if (start != SyncStart)
            return Skip(left); // repeated headers and the index say nothing new
        if (left > 64)
            return Fail("a syncpoint's size makes no sense");
        Span<byte> packet = stackalloc byte[(int)left];
        if (!Fill(packet))
            return Fail("the stream ends within a syncpoint");
        var body = new NutBytes(packet[..^4]);
        var coded = body.Unsigned();
        body.Unsigned();
        if (body.Bad)
            return Fail("a syncpoint makes no sense");
        var (num, den) = _bases[(int)(coded % (ulong)_bases.Length)];
        var ticks = (long)(coded / (ulong)_bases.Length);
        for (var i = 0; i < _streams.Length; i++)
        {
            var s = _streams[i];
            var pts = (Int128)ticks * num * s.TimeBaseDen / ((Int128)den * s.TimeBaseNum);
            if (pts > long.MaxValue / 4)
                return Fail("a syncpoint's time makes no sense");
            _lastPts[i] = (long)pts;
        }
        return true;
    }

    private bool Frame(int code, out NutPacket packet)
    {
        packet = default;
        var known = _codes[code];
        var flags = known.Flags;
        if ((flags & Invalid) != 0)
            return Fail("an invalid frame code");
        if ((flags & Coded) != 0)
            flags ^= (int)Variable();
        var stream = (flags & StreamId) != 0 ? Variable() : known.Stream;
        if (stream < 0 || stream >= _streams.Length)
            return Fail("a frame of an unknown stream");
        var at = (int)stream;
        var pts = _lastPts[at] + known.PtsDelta;
        if ((flags & CodedPts) != 0)
            pts = FullPts(Variable(), at);
        var size = (long)known.Lsb;
        if ((flags & SizeMsb) != 0)
            size = (long)Int128.Min(((Int128)Variable() * known.Mul) + known.Lsb, long.MaxValue);
        if ((flags & MatchTime) != 0)
            Variable();
        var header = (flags & HeaderIdx) != 0 ? Variable() : known.Header;
        var reserved = (flags & Reserved) != 0 ? Variable() : known.Reserved;
        if (reserved is < 0 or > 16)
            return Fail("too many reserved fields");
        for (var i = 0; i < reserved; i++)
            Variable();
        if ((flags & Checksum) != 0)
            Big(4);
        if (Fault is not null)
            return false;
        if (header < 0 || header >= _elided.Count || size < 0 || size > MostFrameBytes || pts < 0 || pts > long.MaxValue / 4)
            return Fail("a frame's size or time makes no sense");
        _prefix = size > 4096 ? [] : _elided[(int)header];
        if (size < _prefix.Length)
            return Fail("a frame is shorter than its header");
        _prefixAt = 0;
        _payloadLeft = size;
        _lastPts[at] = pts;
        packet = new NutPacket(at, pts, size);
        return true;
    }

    // the low bits of a stamp, completed from the stream's last one (or, from 2^shift on, the whole stamp)
    private long FullPts(long coded, int stream)
    {
        var shift = _streams[stream].PtsShift;
        if (coded >= 1L << shift)
            return coded - (1L << shift);
        var mask = (1L << shift) - 1;
        var delta = _lastPts[stream] - (mask / 2);
        return ((coded - delta) & mask) + delta;
    }

    private bool Main(ref NutBytes body)
    {
        var version = body.Unsigned();
        if (version != 3)
            return false; // what our ffmpeg writes unless asked for an experimental one
        var streams = body.Unsigned();
        body.Unsigned();
        var bases = body.Unsigned();
        if (body.Bad || streams is 0 or > MostStreams || bases is 0 or > MostStreams)
            return false;
        _bases = new (long, long)[bases];
        for (var i = 0; i < _bases.Length; i++)
        {
            _bases[i] = ((long)body.Unsigned(), (long)body.Unsigned());
            if (body.Bad || _bases[i].Num is <= 0 or > int.MaxValue || _bases[i].Den is <= 0 or > int.MaxValue)
                return false;
        }
        if (!FrameCodes(ref body))
            return false;
        var headers = body.Unsigned();
        if (body.Bad || headers > 127)
            return false;
        for (var i = 0UL; i < headers; i++)
            _elided.Add(body.Bytes(256));
        _streams = new NutStream[streams];
        _lastPts = new long[streams];
        return !body.Bad;
    }

    private bool FrameCodes(ref NutBytes body)
    {
        long pts = 0;
        ulong mul = 1, stream = 0, header = 0;
        for (var i = 0; i < 256;)
        {
            var flags = body.Unsigned();
            var fields = body.Unsigned();
            if (fields > 0) pts = body.Signed();
            if (fields > 1) mul = body.Unsigned();
            if (fields > 2) stream = body.Unsigned();
            var size = fields > 3 ? body.Unsigned() : 0;
            var reserved = fields > 4 ? body.Unsigned() : 0;
            var count = fields > 5 ? body.Unsigned() : mul - size;
            if (fields > 6) body.Signed();
            if (fields > 7) header = body.Unsigned();
            for (var extra = 8UL; extra < fields && !body.Bad; extra++)
                body.Unsigned();
            if (body.Bad || flags > 1 << 14 || mul > 1 << 14 || size > 1 << 14 || reserved > 16 || header > 127 || stream >= MostStreams ||
                count is 0 or > 256 || pts is < -(1 << 30) or > 1 << 30)
                return false;
            for (var j = 0; j < (int)count && i < 256; i++)
            {
                if (i == 'N')
                {
                    _codes[i] = new FrameCode(Invalid, 0, 1, 0, 0, 0, 0);
                    continue;
                }
                _codes[i] = new FrameCode((int)flags, (int)stream, (int)mul, (int)size + j, pts, (int)reserved, (int)header);
                j++;
            }
        }
        return true;
    }

    private bool StreamHeader(ref NutBytes body)
    {
        var id = body.Unsigned();
        var kind = body.Unsigned();
        var fourCc = body.Bytes(16);
        var timeBase = body.Unsigned();
        var shift = body.Unsigned();
        body.Unsigned(); // largest distance between stamps
        body.Unsigned(); // decode delay
        body.Unsigned(); // flags
        body.Bytes(1 << 12);
        if (body.Bad || id >= (ulong)_streams.Length || timeBase >= (ulong)_bases.Length || shift >= 16 || kind != 0)
            return false;
        var (width, height) = (body.Unsigned(), body.Unsigned());
        if (body.Bad || width is 0 or > 1 << 15 || height is 0 or > 1 << 15)
            return false;
        var (num, den) = _bases[timeBase];
        _streams[id] = new NutStream((int)width, (int)height, System.Text.Encoding.Latin1.GetString(fourCc), num, den, (int)shift);
        return true;
    }

    private bool Fail(string what)
    {
        Fault ??= what;
        return false;
    }

    private int Byte()
    {
        if (_at == _end && !Refill())
        {
            EndedBetweenFrames = true;
            Fail("the stream ends");
            return 0;
        }
        return _buffer[_at++];
    }

    private long Big(int bytes)
    {
        long v = 0;
        for (var i = 0; i < bytes && Fault is null; i++)
            v = (v << 8) | (uint)Next8();
        return v;
    }

    private long Variable()
    {
        long v = 0;
        for (var i = 0; i < 9; i++)
        {
            var b = Next8();
            if (Fault is not null)
                return 0;
            v = (v << 7) | (uint)(b & 127);
            if (b < 128)
                return v;
        }
        Fail("a number is too long");
        return 0;
    }

    private int Next8()
    {
        if (_at == _end && !Refill())
        {
            Fail("the stream ends within a packet");
            return 0;
        }
        return _buffer[_at++];
    }

    private bool Fill(Span<byte> into)
    {
        var have = Math.Min(into.Length, _end - _at);
        _buffer.AsSpan(_at, have).CopyTo(into);
        _at += have;
        into = into[have..];
        while (into.Length > 0)
        {
            var n = from.Read(into);
            if (n <= 0)
                return false;
            into = into[n..];
        }
        return true;
    }

    private bool Skip(long count)
    {
        count -= Math.Min(count, _prefix.Length - _prefixAt);
        _prefixAt = _prefix.Length;
        while (count > 0)
        {
            if (_at == _end && !Refill())
                return Fail("the stream ends within a packet");
            var step = (int)Math.Min(count, _end - _at);
            _at += step;
            count -= step;
        }
        return true;
    }

    private bool Refill()
    {
        if (_ended)
            return false;
        _at = 0;
        // short reads of headers, then the payload goes straight into the picture: little is copied twice
        _end = Math.Max(0, from.Read(_buffer, 0, _payloadLeft > 0 ? _buffer.Length : 512));
        _ended = _end == 0;
        return !_ended;
    }
}
