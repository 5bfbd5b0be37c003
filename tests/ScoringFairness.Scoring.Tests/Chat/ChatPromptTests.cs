using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Prompts;

namespace ScoringFairness.Scoring.Tests.Chat;

/// <summary>What is asked, and how answers are read.</summary>
public sealed class ChatPromptTests
{
    private static readonly LevelLabels Whole = new(0, 1, 4);

    [Theory]
    [InlineData(0, 1, 4, "0 1 2 3")]
    [InlineData(1, 1, 12, "1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData(1, 0.5, 9, "A B C D E F G H I")]
    [InlineData(-2, 1, 3, "A B C")]
    [InlineData(0, 0.1, 31, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31")]
    public void Levels_have_short_names(double minimum, double step, int levels, string names) =>
        Assert.Equal(names.Split(' '), new LevelLabels(minimum, step, levels).All);

    [Fact]
    public void The_prompt_tells_question_rubric_and_levels_and_the_form_of_the_answer()
    {
        var request = JsonNode.Parse(Prompt(new LevelLabels(1, 0.5, 3)).Request("It sinks.", "m"))!;
        var instructions = (string)request["messages"]![0]!["content"]!;
        Assert.Contains("Why does it float?", instructions, StringComparison.Ordinal);
        Assert.Contains("Full marks for density.", instructions, StringComparison.Ordinal);
        Assert.Contains("A = 1, B = 1.5, C = 2", instructions, StringComparison.Ordinal);
        Assert.Equal("""{"response":"It sinks."}""", (string)request["messages"]![1]!["content"]!);
        Assert.Equal((0, true, 20), ((int)request["temperature"]!, (bool)request["logprobs"]!, (int)request["top_logprobs"]!));
        Assert.True((bool)request["response_format"]!["json_schema"]!["strict"]!);
        Assert.Equal("""["A","B","C"]""", request["response_format"]!["json_schema"]!["schema"]!["properties"]!["level"]!["enum"]!.ToJsonString());
    }

    [Fact]
    public void A_model_without_schemas_is_asked_for_json_and_an_endpoint_without_log_probabilities_for_none()
    {
        var request = JsonNode.Parse(Prompt(Whole, schema: false, probabilities: 0).Request("It sinks.", "m"))!;
        Assert.Equal("json_object", (string)request["response_format"]!["type"]!);
        Assert.Null(request["logprobs"]);
        Assert.Contains("JSON", (string)request["messages"]![0]!["content"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"level": "2"}""", 2, null)]
    [InlineData("""{ "level" : 2 }""", 2, null)]
    [InlineData("""{"level":"02"}""", 0, MissingScore.OffScale)]
    [InlineData("""{"level":"9"}""", 0, MissingScore.OffScale)]
    [InlineData("""{"level":""}""", 0, MissingScore.OffScale)]
    [InlineData("""{"level":null}""", 0, MissingScore.Unreadable)]
    [InlineData("""{"score":"2"}""", 0, MissingScore.Unreadable)]
    [InlineData("""["2"]""", 0, MissingScore.Unreadable)]
    [InlineData("""{"level":"2"} and more""", 0, MissingScore.Unreadable)]
    [InlineData("""{"\u006cevel":"2"}""", 2, null)]
    [InlineData("2", 0, MissingScore.Unreadable)]
    [InlineData("", 0, MissingScore.Unreadable)]
    public void An_answer_is_a_level_or_none(string content, int level, MissingScore? missing)
    {
        var score = Read(content).Score;
        Assert.Equal((level, missing), (score.Level, score.Missing));
    }

    [Theory]
    [InlineData("""{"|level|":"|2|"}""")]
    [InlineData("""{"|level|":"|2"}""")]
    [InlineData("""{"level|":| "2|"}""")]
    [InlineData("""{"level":|2}""")]
    public void Probabilities_are_those_of_the_levels_at_the_place_where_one_is_named(string cut)
    {
        var tokens = new JsonArray();
        foreach (var token in cut.Split('|'))
        {
            var alternatives = new JsonArray();
            if (token.Contains('2', StringComparison.Ordinal))
            {
                foreach (var (label, probability) in new[] { ("2", 0.6), ("1", 0.3), ("7", 0.05), ("no", 0.05) })
                {
                    alternatives.Add(new JsonObject { ["token"] = token.Replace("2", label, StringComparison.Ordinal), ["logprob"] = Math.Log(probability) });
                }
            }
            tokens.Add(new JsonObject { ["token"] = token, ["logprob"] = -0.1, ["top_logprobs"] = alternatives });
        }
        var probabilities = Read(cut.Replace("|", "", StringComparison.Ordinal), tokens).Score.Probabilities;
        Assert.Equal([0, 1f / 3, 2f / 3, 0], probabilities.Select(one => MathF.Round(one, 5)), (one, other) => MathF.Abs(one - other) < 1e-4);
    }

    [Fact]
    public void Examples_show_every_level_and_are_the_same_for_the_same_seed()
    {
        var training = Enumerable.Range(0, 60).Select(n => new LabelledText($"text {n}", n < 50 ? 0 : n < 58 ? 1 : 2)).ToList();
        var drawn = FewShotExamples.Draw(training, 8, seed: 5);
        Assert.Equal([3, 3, 2], drawn.GroupBy(one => one.Level).OrderBy(level => level.Key).Select(level => level.Count()));
        Assert.Equal(drawn, FewShotExamples.Draw(training, 8, seed: 5));
        Assert.NotEqual(drawn, FewShotExamples.Draw(training, 8, seed: 6));
        Assert.Equal(60, FewShotExamples.Draw(training, 100, seed: 5).Distinct().Count());
    }

    private static ChatReading Read(string content, JsonArray? tokens = null) => ChatReading.Of(
        new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject
            {
                ["message"] = new JsonObject { ["content"] = content },
                ["finish_reason"] = "stop",
                ["logprobs"] = tokens is null ? null : new JsonObject { ["content"] = tokens },
            }),
        },
        Whole);

    private static ChatPrompt Prompt(LevelLabels labels, bool schema = true, int probabilities = 20)
    {
        var model = new ChatModel { Name = "m", InputPerMillion = 1, OutputPerMillion = 1, TakesSchema = schema };
        var endpoint = new ChatEndpoint { Name = "e", BaseAddress = new Uri("https://e/v1"), ApiKey = "k", Models = [model], LogProbabilities = probabilities };
        return new ChatPrompt(
            new ChatItem("Why does it float?", "Full marks for density.", labels),
            new ChatOptions { Endpoint = endpoint, Model = model, Mode = ChatMode.ZeroShot }, []);
    }
}
