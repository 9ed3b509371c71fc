using System.Xml;
using System.Xml.Linq;

namespace Qyran.Server.Onvif;

/// <summary>Reads what a device on the network says. Nobody vouches for it: no DTD, no entities from elsewhere, no depth or length a device has no need of.</summary>
internal static class OnvifXml
{
    /// <summary>The longest answer that is read, bytes; real ones are a tenth of it.</summary>
    public const int MostBytes = 256 << 10;

    private const int Deepest = 48;

    public static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope", Schema = "http://www.onvif.org/ver10/schema", Device = "http://www.onvif.org/ver10/device/wsdl",
        Media = "http://www.onvif.org/ver10/media/wsdl", Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing", Discovery = "http://schemas.xmlsoap.org/ws/2005/04/discovery";

    /// <summary>The document; null when it is none that is taken.</summary>
    public static XDocument? Read(byte[] text)
    {
        if (text.Length >= MostBytes) return null;
        try
        {
            using (var look = Reader(text))
                while (look.Read())
                    if (look.Depth > Deepest) return null;
            using var reader = Reader(text);
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The text of the first element of this name below; null for none or an empty one.</summary>
    public static string? Text(this XContainer within, XName name) => within.Descendants(name).FirstOrDefault()?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static XmlReader Reader(byte[] text) => XmlReader.Create(new MemoryStream(text),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes, MaxCharactersFromEntities = 1024, IgnoreComments = true, IgnoreProcessingInstructions = true });
}
