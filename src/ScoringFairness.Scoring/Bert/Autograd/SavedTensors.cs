using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Autograd;

/// <summary>What a step of the graph saves in its forward pass for its gradient, and the way back through it.</summary>
internal static class SavedTensors<T> where T : class
{
    private const string Key = "saved";

    /// <summary>Saves tensors, the first of them the step's first input, until the gradient is taken, whatever dispose scope they were made in.</summary>
    public static void Save(autograd.AutogradContext context, T state, params Tensor[] tensors) =>
        context.save_data(Key, (state, Array.ConvertAll(tensors, one => one.detach().DetachFromDisposeScope())));

    /// <summary>Takes the gradient with respect to the step's first input; parameters get theirs on the way.</summary>
    /// <param name="context">Of the forward pass.</param>
    /// <param name="inputs">Inputs of the step, the last ones no tensors.</param>
    /// <param name="gradient">Given what was saved, which is gone afterwards.</param>
    public static List<Tensor> Backward(autograd.AutogradContext context, int inputs, Func<T, Tensor[], Tensor> gradient)
    {
        var (state, tensors) = ((T, Tensor[]))context.get_data(Key);
        var gradients = Enumerable.Repeat<Tensor>(null!, inputs).ToList();
        try
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            gradients[0] = gradient(state, tensors).MoveToOuterDisposeScope();
        }
        catch (Exception exception)
        {
            // It must not pass through torch's own code, which would end the process; nor may the steps before get a gradient that
            // could be taken for one.
            Gradients.Fail(exception);
            gradients[0] = full_like(tensors[0], float.NaN);
        }
        foreach (var one in tensors) one.Dispose();
        return gradients;
    }
}
