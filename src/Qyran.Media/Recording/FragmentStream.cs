namespace Qyran.Media.Recording;

/// <summary>
/// Reads a fragmented MP4 as it comes: its beginning, then fragment after fragment, each when it is whole. What is not understood ends the reading: bytes come from
/// a child that reads the network, or from a torn file. Not safe from two threads.
/// </summary>
/// <param name="from">Not disposed.</param>
internal sealed class FragmentStream(Stream from)
{
    private const int MostHead = 4 << 20, MostPictures = 96 << 20;
    private readonly byte[] _head = new byte[Boxes.Head];
    private TrackDefaults _defaults;

    /// <summary>Null until <see cref="ReadInit"/>.</summary>
    public InitSegment? Init { get; private set; }

    /// <summary>Bytes read that belong to whole boxes.</summary>
    public long WholeBytes { get; private set; }

    /// <summary>Reads up to the end of the moov.</summary>
    public bool ReadInit()
    {
        if (Box(Boxes.Ftyp, MostHead, null) is not { } ftyp || Box(Boxes.Moov, MostHead, null) is not { } moov)
            return false;
        byte[] both = [.. ftyp, .. moov];
        if (InitReader.Read(both) is not { } read)
            return false;
        (Init, _defaults) = (read.Init, read.Defaults);
        WholeBytes = both.Length;
        return true;
    }

    /// <summary>The next fragment: its bytes (moof and mdat) and what the moof says. False at the end and where anything else comes.</summary>
    /// <param name="time">The box before it that says when it was, where there is one.</param>
    /// <param name="pictures">False: the pictures are not kept, only passed over; the bytes are then the moof alone.</param>
    public bool Next(out byte[] bytes, out FragmentHead head, out TimeBox? time, out long lengthBytes, bool pictures = true)
    {
        (bytes, head, time, lengthBytes) = ([], default, null, 0);
        while (Head(out var length, out var kind))
        {
            if (kind != Boxes.Moof)
            {
                if (length > MostHead || Body(length, null) is not { } other)
                    return false;
                time = kind == Boxes.Prft ? TimeBox.Read(other.AsSpan(Boxes.Head)) : time;
                lengthBytes += length;
                continue;
            }
            if (length > MostHead || Body(length, null) is not { } moof || !FragmentHead.TryRead(moof.AsSpan(Boxes.Head), _defaults, out head))
                return false;
            if (!Head(out var rest, out kind) || kind != Boxes.Mdat || rest > MostPictures)
                return false;
            if (!pictures && !Pass(rest - Boxes.Head))
                return false;
            if ((pictures ? Body(rest, moof) : moof) is not { } whole)
                return false;
            bytes = whole;
            lengthBytes += length + rest;
            WholeBytes += lengthBytes;
            return true;
        }
        return false;
    }

    private byte[]? Box(uint wanted, int most, byte[]? before) =>
        Head(out var length, out var kind) && kind == wanted && length <= most ? Body(length, before) : null;

    private bool Head(out uint length, out uint kind)
    {
        (length, kind) = (0, 0);
        return from.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false) == _head.Length && Boxes.TryHead(_head, out length, out kind);
    }

    /// <summary>The box whose head was just read, behind what stands before it.</summary>
    private byte[]? Body(uint length, byte[]? before)
    {
        var start = before?.Length ?? 0;
        var bytes = new byte[start + length];
        before?.CopyTo(bytes, 0);
        _head.CopyTo(bytes, start);
        var rest = bytes.AsSpan(start + Boxes.Head);
        return from.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) == rest.Length ? bytes : null;
    }

    private bool Pass(uint bytes)
    {
        if (!from.CanSeek || from.Length - from.Position < bytes)
            return false;
        from.Seek(bytes, SeekOrigin.Current);
        return true;
    }
}
