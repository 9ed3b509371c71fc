using Qyran.Measure.Scoring.Plates;

namespace Qyran.Tests.Measure.Scoring.Plates;

public sealed class PlateLabelTextTests
{
    [Fact]
    public void Columns_are_found_by_name_and_a_blank_text_is_none()
    {
        const string labels = "file,text,x,y,w,h,source,note\n\ncars/1.jpg, 001ABC02 ,1,2.5,30,8,\"by hand, twice\",\ncars/1.jpg,\"  \",-4,2,30,8,,\ncars/2.jpg,,1,2,30,8,,unsure\ncars/3.jpg,A1,1,2,3,4\n";
        Assert.True(PlateLabelText.TryReadColumns(new StringReader(labels), out var read, out var failure), failure?.Text);
        PlateLabel[] expected =
        [
            new("cars/1.jpg", "001ABC02", new(1, 2.5, 30, 8), null), new("cars/1.jpg", null, new(-4, 2, 30, 8), null),
            new("cars/2.jpg", null, new(1, 2, 30, 8), "unsure"), new("cars/3.jpg", "A1", new(1, 2, 3, 4), null),
        ];
        Assert.Equal(expected, read!);
    }

    [Fact]
    public void Cut_out_plates_have_no_boxes() =>
        Assert.True(PlateLabelText.TryReadColumns(new StringReader("file,text\na.png,A1\n"), out var read, out _) && read is [{ Box: null, Text: "A1" }]);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("text,x,y,w,h\n", "line 1 names no column 'file'")]
    [InlineData("file,text,x,y\n", "line 1 names 2 of the columns x, y, w and h")]
    [InlineData("file,note\n", "line 1 names neither a column 'text'")]
    [InlineData("file,text\na.jpg\n", "line 2 has 1 fields; 2 are wanted")]
    [InlineData("file,text\n\na.jpg,A1,B\n", "line 3 has 3 fields; the first line names 2")]
    [InlineData("file,text\n ,A1\n", "line 2 names no picture")]
    [InlineData("file,text,x,y,w,h\na.jpg,A1,1,2,3,four\n", "line 2 has 'four' for h")]
    [InlineData("file,text,x,y,w,h\na.jpg,A1,1,2,0,4\n", "line 2 has '0' for w; a number of pixels above 0")]
    [InlineData("file,text,x,y,w,h\na.jpg,A1,,2,3,4\n", "line 2 has '' for x")]
    [InlineData("file,text,x,y,w,h\na.jpg,A1,NaN,2,3,4\n", "line 2 has 'NaN' for x")]
    public void A_wrong_table_is_named_by_its_line(string labels, string said)
    {
        Assert.False(PlateLabelText.TryReadColumns(new StringReader(labels), out _, out var failure));
        Assert.Contains(said, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_with_tabs_is_a_plate()
    {
        Assert.True(PlateLabelText.TryReadTabs(new StringReader("eu1.jpg\t200\t301\t120\t30\tRK 878-AC\r\neu1.jpg\t1\t2\t40\t9\t\n\n"), out var read, out var failure), failure?.Text);
        PlateLabel[] expected = [new("eu1.jpg", "RK 878-AC", new(200, 301, 120, 30), null), new("eu1.jpg", null, new(1, 2, 40, 9), null)];
        Assert.Equal(expected, read!);
        Assert.True(PlateLabelText.TryReadTabs(new StringReader(""), out read, out _) && read is []);
    }

    [Theory]
    [InlineData("eu1.jpg 200 301 120 30 RK878AC\n", "line 1 is no label")]
    [InlineData("eu1.jpg\t200\t301\t120\t30\n", "line 1 is no label")]
    [InlineData("a.jpg\t1\t2\t3\t4\tA\na.jpg\t1\t2\tx\t4\tA\n", "line 2 has 'x' for w")]
    [InlineData("\t1\t2\t3\t4\tA\n", "line 1 is no label")]
    public void A_wrong_line_with_tabs_is_named(string labels, string said)
    {
        Assert.False(PlateLabelText.TryReadTabs(new StringReader(labels), out _, out var failure));
        Assert.StartsWith(said, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_labels_are_refused_or_read_but_never_throw()
    {
        const string sound = "file,text,x,y,w,h,note\n\"a,b.jpg\",A1,1,2,3,4,\nc.jpg\t1\t2\t3\t4\tB\n";
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var text = sound.ToCharArray();
            for (var n = random.Next(1, 5); n > 0; n--) text[random.Next(text.Length)] = ",\t\n\"x9-. "[random.Next(9)];
            _ = PlateLabelText.TryReadColumns(new StringReader(new string(text)), out _, out _);
            _ = PlateLabelText.TryReadTabs(new StringReader(new string(text)), out _, out _);
        }
    }

    [Theory]
    [InlineData("""{"a.mp4":{"plates":[{"text":"34A36837","t_s":[0,4]},{"text":"89C20339"}]},"b.mp4":{"phases":[]}}""", "a.mp4: 34A36837 89C20339")]
    [InlineData("""{"b.mp4":{}}""", "")]
    [InlineData("""{"a.mp4":{"plates":[{"shown":"34A"}]}}""", "a.mp4.plates[0].text must be a text")]
    [InlineData("""[1]""", "is not the JSON of what people saw")]
    [InlineData("""{""", "is not the JSON of what people saw")]
    public void Legible_plates_of_clips(string json, string said)
    {
        var read = ClipPlatesText.TryRead(new StringReader(json), out var clips, out var failure);
        Assert.StartsWith(said, read ? string.Join(';', clips!.Select(c => $"{c.Clip}: {string.Join(' ', c.Plates)}")) : failure!.Text, StringComparison.Ordinal);
    }
}
