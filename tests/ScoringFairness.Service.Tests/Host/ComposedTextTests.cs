using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>An id has one form, whichever it was sent in.</summary>
public sealed class ComposedTextTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Composed = "Schüler-é-한";
    private const string Decomposed = "Schu\u0308ler-e\u0301-\u1112\u1161\u11ab";

    [Theory]
    [InlineData(Decomposed, Composed)]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("plain", "plain")]
    public void Letters_and_their_marks_are_one_character(string text, string expected) => Assert.Equal(expected, ComposedText.Of(text));

    /// <summary>The digest of what Python's unicodedata (Unicode 14.0) makes of the same.</summary>
    [Fact]
    public void Every_character_is_composed_as_another_implementation_does_it()
    {
        var all = Enumerable.Range(0, 0x110000).Where(code => code is (< 0xD800 or > 0xDFFF) and not 0xFFFD).Select(char.ConvertFromUtf32);
        Assert.Equal("56f0fef077a9b3b78a5aae3e7f2a3c280b446a518085489555f1fab404ea78bd", Digest(all));
        var marks = from letter in Enumerable.Range(0x41, 0x250 - 0x41).Concat(Enumerable.Range(0x1E00, 0x100))
                    from mark in new[] { 0x301, 0x323, 0x307, 0x308, 0x327, 0x31B, 0x345, 0x302 }
                    from other in new[] { 0x323, 0x301, 0x31B, 0x304 }
                    select char.ConvertFromUtf32(letter) + char.ConvertFromUtf32(mark) + char.ConvertFromUtf32(other);
        Assert.Equal("e35fabd49835ab9b697b0ff260504fe4a5004dcbc44c14af6771e92279e1bf12", Digest(marks));

        static string Digest(IEnumerable<string> texts)
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var text in texts)
            {
                digest.AppendData(Encoding.Unicode.GetBytes(ComposedText.Of(text) + "\n"));
            }
            return Convert.ToHexStringLower(digest.GetHashAndReset());
        }
    }

    [Fact]
    public async Task One_id_in_two_forms_is_one_item_one_response_and_one_student()
    {
        const string Csv = "responseId,studentId,text,humanScore,group.Stufe-e\u0301\n";
        await SendAsync($"/v1/responses?item={Uri.EscapeDataString(Decomposed)}&createItems=true&scaleMin=0&scaleMax=3",
            Csv + $"{Decomposed},{Decomposed},one,1,{Decomposed}\n2,s2,two,2,b\n", "text/csv");
        var again = await SendAsync("/v1/responses", new JsonArray(new JsonObject
        {
            ["responseId"] = Composed,
            ["itemId"] = Composed,
            ["studentId"] = Composed,
            ["text"] = "one",
            ["humanScore"] = 1,
            ["groups"] = new JsonObject { ["Stufe-é"] = Composed },
        }).ToJsonString(), "application/json");
        Assert.Equal((0, 1), ((int)again["inserted"]!, (int)again["unchanged"]!));
        var scored = await SendAsync(
            $"/v1/scores?scorer={Uri.EscapeDataString(Decomposed)}", $"itemId,responseId,score\n{Decomposed},{Decomposed},1\n", "text/csv");
        Assert.Equal(1, (int)scored["inserted"]!);
        foreach (var form in new[] { Composed, Decomposed })
        {
            var item = await service.Http.ReadAsync($"/v1/items/{Uri.EscapeDataString(form)}");
            Assert.Equal(Composed, (string)item["itemId"]!);
            Assert.Single((await service.Http.ReadAsync($"/v1/responses?itemId={Uri.EscapeDataString(form)}&limit=1"))["items"]!.AsArray());
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", new JsonObject
            {
                ["items"] = new JsonArray(form),
                ["attribute"] = form == Composed ? "Stufe-é" : "Stufe-e\u0301",
                ["reference"] = form,
                ["scorers"] = new JsonArray(new JsonObject { ["kind"] = "external", ["scorer"] = form }),
            }.ToJsonString());
            Assert.True(status == 202, problem?.ToJsonString());
        }
        var erased = await SendAsync(HttpMethod.Delete, $"/v1/students/{Uri.EscapeDataString(Decomposed)}");
        Assert.Equal(1, (int)erased["responses"]!);
    }

    [Fact]
    public async Task Groups_of_an_evaluation_are_one_in_both_forms()
    {
        var rows = string.Concat(Enumerable.Range(0, 80).Select(at =>
            $"{(at % 2 == 0 ? "b" : at % 4 == 1 ? Composed : Decomposed)},{at / 2 % 2},{at / 4 % 2}\n"));
        var report = await SendAsync("/v1/evaluations?bootstrap=100&minGroupSize=10", "group,humanScore,machineScore\n" + rows, "text/csv");
        Assert.Equal(2, report["data"]!["items"]![0]!["groups"]!.AsArray().Count);
    }

    private Task<JsonNode> SendAsync(string path, string body, string contentType) => SendAsync(HttpMethod.Post, path, body, contentType);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        var (status, answer) = await service.Http.SendAsync(method, path, body, contentType);
        Assert.True(status == 200, answer?.ToJsonString());
        return answer!;
    }
}
