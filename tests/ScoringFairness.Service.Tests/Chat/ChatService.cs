using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>A service with an endpoint of the tests' own, which its organisation allows.</summary>
internal sealed class ChatService : IAsyncDisposable
{
    private ChatService(LocalChat chat, RunningService service) => (Chat, Service) = (chat, service);

    public LocalChat Chat { get; }

    public RunningService Service { get; }

    public HttpClient Http => Service.Http;

    public TestDatabase Database => Service.Database;

    public static async Task<ChatService> StartAsync(params string[] settings)
    {
        var chat = await LocalChat.StartAsync();
        var service = new RunningService { Settings = [.. chat.Settings().Select(one => $"--{one.Name}={one.Value}"), .. settings] };
        await service.InitializeAsync();
        var started = new ChatService(chat, service);
        await started.AllowAsync();
        return started;
    }

    public async Task AllowAsync()
    {
        var (status, body) = await Http.SendAsync(HttpMethod.Put, "/v1/chat-endpoints/local/permission");
        Assert.True(status == 200, body?.ToJsonString());
    }

    /// <summary>Sends an item with a rubric and responses that begin with a word of their level.</summary>
    public async Task SendAsync(string item, int responses, int levels = 4, string? csv = null)
    {
        var (made, problem) = await Http.SendAsync(
            HttpMethod.Put, $"/v1/items/{item}",
            $$"""{ "prompt": "Why does it float? Question {{item}}", "rubric": "Full marks for density.", "scale": { "min": 0, "max": {{levels - 1}} } }""");
        Assert.True(made is 200 or 201, problem?.ToJsonString());
        var (status, body) = await Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}", csv ?? Texts.Csv(responses, levels), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }

    /// <summary>Runs an audit of one item to its end.</summary>
    public Task<JsonNode> AuditAsync(string item, string scorers, string more = "") => Http.AuditAsync(Request(item, scorers, more));

    public static string Request(string item, string scorers, string more = "") =>
        $$"""{ "items": ["{{item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 5, "scorers": [ {{scorers}} ]{{more}} }""";

    public static string Scorer(string mode, string more = "") => $$"""{ "kind": "chat", "model": "{{LocalChat.Model}}", "mode": "{{mode}}"{{more}} }""";

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Chat.DisposeAsync();
    }
}
