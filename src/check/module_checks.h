#pragma once

#include "check/module_call.h"
#include "vits/encoder.h"

namespace bv2::check {

// One function a class of the original: computes a call with ours and compares its outputs.

// module_text.cc: the text encoder's parts
vits::EncoderShape ShapeOfEncoder(const ModuleCall& call);
void CheckLayerNorm(const ModuleCall& call);
void CheckAttention(const ModuleCall& call);
void CheckFeedForward(const ModuleCall& call);
void CheckEncoder(const ModuleCall& call);
void CheckTextEncoder(const ModuleCall& call);

// module_durations.cc: from hidden states to frames
void CheckDdsConv(const ModuleCall& call);
void CheckConvFlow(const ModuleCall& call);
void CheckElementwiseAffine(const ModuleCall& call);
void CheckStochasticDurations(const ModuleCall& call);
void CheckDurations(const ModuleCall& call);
void CheckGeneratePath(const ModuleCall& call);

// module_flow.cc
void CheckFlip(const ModuleCall& call);
void CheckWaveNet(const ModuleCall& call);
void CheckResidualLayer(const ModuleCall& call);
void CheckResidualBlock(const ModuleCall& call);
void CheckTransformerLayer(const ModuleCall& call);
void CheckTransformerBlock(const ModuleCall& call);

// module_audio.cc
void CheckPosteriorEncoder(const ModuleCall& call);
void CheckGenerator(const ModuleCall& call);
void CheckReferenceEncoder(const ModuleCall& call);

}  // namespace bv2::check
