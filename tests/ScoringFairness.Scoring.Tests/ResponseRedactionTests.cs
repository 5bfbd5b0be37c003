namespace ScoringFairness.Scoring.Tests;

public sealed class ResponseRedactionTests
{
    private const string Response = "The spoon gets hot because heat moves\nfrom the “water” — très vite!";

    [Theory]
    [InlineData("Error at 'The spoon gets hot because heat moves'.", "Error at '[text removed]'.")]
    [InlineData("KeyError: THE SPOON GETS HOT", "KeyError: [text removed]")]
    [InlineData("in \"heat  moves \\u0066rom the \\u201cwater\\u201d\" column 4", "in \"[text removed]”\" column 4")]
    [InlineData("answer: dunno, line 3", "answer: [text removed], line 3")]
    [InlineData("dunnotation is kept", "dunnotation is kept")]
    [InlineData("x\0y\u001b[1m", "x y [1m")]
    [InlineData("", "")]
    public void Texts_and_long_pieces_of_them_are_taken_out(string said, string expected) =>
        Assert.EndsWith(expected, ResponseRedaction.Redact(said, [Response, "Dunno.", "", "?"]), StringComparison.Ordinal);

    [Fact]
    public void Nothing_of_a_text_longer_than_a_run_is_left()
    {
        var said = $"Traceback (most recent call last): ValueError: could not convert string to float: {Response}";
        var shown = ResponseRedaction.Redact(said, [Response]);
        Assert.Equal("Traceback (most recent call last): ValueError: could not convert string to float: [text removed]!", shown);
    }
}
