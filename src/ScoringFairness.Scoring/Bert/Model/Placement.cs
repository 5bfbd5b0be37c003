using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Puts modules onto devices.</summary>
internal static class Placement
{
    /// <summary>Moves a module's parameters, and lets matrix products in a part of it be of the device's precision.</summary>
    /// <remarks>One by one: TorchSharp's way to move a module lets what libtorch throws pass through native code, which ends the process.</remarks>
    public static void Put(nn.Module module, TorchDevice device, nn.Module products)
    {
        if (!device.SeesMemory)
        {
            using var noGradient = no_grad();
            foreach (var parameter in module.parameters())
            {
                using var scope = NewDisposeScope();
                nn.utils.vector_to_parameters(parameter.to(device.Torch, copy: true).flatten(), [parameter]);
            }
        }
        foreach (var table in module.modules().OfType<Embedding>()) table.SortsGradients = !device.SeesMemory;
        foreach (var part in products.modules().Append(products).OfType<IMatrixProducts>()) part.Precision = device.Precision;
    }
}
