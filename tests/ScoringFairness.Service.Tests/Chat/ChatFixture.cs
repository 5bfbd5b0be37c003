namespace ScoringFairness.Service.Tests.Chat;

/// <summary>One service with one endpoint for the tests of a class, which run one after the other.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    internal ChatService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await ChatService.StartAsync();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
