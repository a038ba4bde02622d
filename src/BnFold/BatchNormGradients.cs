namespace BnFold;

/// <summary>Gradients of some loss by what goes into BatchNormalization in training mode.</summary>
/// <param name="X">∂loss/∂x, in the input's shape; includes the ways through the batch's mean and variance.</param>
/// <param name="Scale">∂loss/∂scale, as long as the parameters.</param>
/// <param name="Bias">∂loss/∂B, as long as the parameters.</param>
public sealed record BatchNormGradients(double[] X, double[] Scale, double[] Bias);
